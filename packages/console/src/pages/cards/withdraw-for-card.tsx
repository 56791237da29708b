import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { cardWords } from '../../words/cards.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import type { CardView } from './use-card.ts'

/** Records that the member withdraws everything that they agreed to for a card, whether the desk has a consent or not. */
export function WithdrawForCard({ card: { brand_id, card_ref } }: { readonly card: CardView }): ReactNode {
  const { withdraw: words } = useWords(cardWords).card
  const { withdraw: consent } = useWords(consentWords)
  const [asking, setAsking] = useState(false)
  const online = useOnline()
  const withdraw = useAct('recordWithdrawal', {
    refresh: ['listConsents', 'previewInvalidation'],
    onDone: () => setAsking(false),
  })
  if (!useMay('record_consent', brand_id)) return null
  return (
    <div className={styles.reveal}>
      {withdraw.error !== null && <ErrorPanel error={withdraw.error} />}
      {withdraw.data !== undefined && (
        <Alert
          type="info"
          title={words.done(withdraw.data.consent_ids.length)}
          description={withdraw.data.invalidation_id === undefined ? undefined : words.sent}
        />
      )}
      {asking ? (
        <>
          <strong>{words.title}</strong>
          <p>{words.text}</p>
          <div className={styles.buttons}>
            <Button loading={withdraw.isPending} disabled={!online} onClick={() => withdraw.mutate({ brand_id, card_ref })}>
              {words.submit}
            </Button>
            <Button type="text" onClick={() => setAsking(false)}>
              {consent.cancel}
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
