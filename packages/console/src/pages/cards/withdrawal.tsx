import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'

/** What the member withdraws: everything they agreed to for a card, or one consent, which closes the others of its card as well. */
type Withdrawn = { readonly brand_id: string; readonly card_ref: string } | { readonly brand_id: string; readonly consent_id: string }

const refresh = ['getConsent', 'listConsents', 'previewInvalidation'] as const

/** Records that the member withdraws, after asking whether that is meant. */
export function Withdrawal({ of }: { readonly of: Withdrawn }): ReactNode {
  const { withdraw: words } = useWords(consentWords)
  const [asking, setAsking] = useState(false)
  const online = useOnline()
  const onDone = () => setAsking(false)
  const ofConsent = useAct('withdrawConsent', { refresh, onDone })
  const ofCard = useAct('recordWithdrawal', { refresh, onDone })
  const error = ofConsent.error ?? ofCard.error
  const submit = () => ('card_ref' in of ? ofCard.mutate(of) : ofConsent.mutate(of))
  if (!useMay('record_consent', of.brand_id)) return null
  return (
    <div className={styles.reveal}>
      {error !== null && <ErrorPanel error={error} />}
      {ofCard.data !== undefined && (
        <Alert
          type="info"
          title={words.done(ofCard.data.consent_ids.length)}
          description={ofCard.data.invalidation_id === undefined ? undefined : words.sent}
        />
      )}
      {asking ? (
        <>
          <strong>{words.title}</strong>
          <p>{words.text}</p>
          <div className={styles.buttons}>
            <Button loading={ofConsent.isPending || ofCard.isPending} disabled={!online} onClick={submit}>
              {words.act}
            </Button>
            <Button type="text" onClick={() => setAsking(false)}>
              {words.cancel}
            </Button>
          </div>
        </>
      ) : (
        <div>
          <Button onClick={() => setAsking(true)}>{words.act}</Button>
        </div>
      )}
    </div>
  )
}
