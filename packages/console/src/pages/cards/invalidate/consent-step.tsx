import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReplyOf } from '../../../api/types.ts'
import { Facts } from '../../../parts/facts.tsx'
import { NoPermission } from '../../../parts/no-permission.tsx'
import { PersonName } from '../../../parts/person-name.tsx'
import { Time } from '../../../parts/time.tsx'
import { useMay } from '../../../shell/use-may.ts'
import { useWide } from '../../../shell/use-wide.ts'
import { consentWords } from '../../../words/consents.ts'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import type { CardView } from '../use-card.ts'
import { AskMember } from './ask-member.tsx'
import { RecordConsent } from './record-consent.tsx'
import styles from './steps.module.css'

type Consent = ReplyOf<'getConsent'>

interface ConsentStepProps {
  readonly card: CardView
  /** The usable consent of the card; undefined when there is none. */
  readonly consent: Consent | undefined
  readonly reason: string
  readonly changeReason: (reason: string) => void
}

/** The member's consent: the one that is on record, or how to obtain one. */
export function ConsentStep({ card, consent, reason, changeReason }: ConsentStepProps): ReactNode {
  const { consent: words } = useWords(invalidateWords)
  const wide = useWide()
  const [way, setWay] = useState<'record' | 'ask'>('record')
  const mayRecord = useMay('record_consent', card.brand_id)
  if (consent !== undefined) return <ConsentInUse consent={consent} />
  if (!mayRecord) return <NoPermission permission="record_consent" />
  return (
    <div className={styles.stack}>
      <p>{words.need}</p>
      <Segmented<'record' | 'ask'>
        className={styles.choice ?? ''}
        aria-label={words.how}
        vertical={!wide}
        value={way}
        onChange={setWay}
        options={[
          { value: 'record', label: words.record },
          { value: 'ask', label: words.ask },
        ]}
      />
      {way === 'record' ? (
        <RecordConsent card={card} reason={reason} changeReason={changeReason} />
      ) : (
        <AskMember card={card} reason={reason} changeReason={changeReason} />
      )}
    </div>
  )
}

function ConsentInUse({ consent }: { readonly consent: Consent }): ReactNode {
  const { consent: words } = useWords(invalidateWords)
  const { facts, channels, proofs, consenters, member } = useWords(consentWords)
  const { consent_id, channel, told_at, agreed_at, agreed_by, proof, recorded_by, expire_time } = consent
  return (
    <>
      <p>{words.have}</p>
      <Facts
        facts={[
          { name: facts.channel, value: channels[channel] },
          { name: facts.toldAt, value: <Time value={told_at} /> },
          { name: facts.agreedAt, value: <Time value={agreed_at} /> },
          { name: facts.agreedBy, value: consenters[agreed_by] },
          { name: facts.proof, value: proofs[proof] },
          { name: facts.recordedBy, value: recorded_by === 'member' ? member : <PersonName id={recorded_by} /> },
          { name: facts.expires, value: expire_time === undefined ? null : <Time value={expire_time} /> },
          {
            name: facts.id,
            value: (
              <Link to="/consents/$id" params={{ id: consent_id }}>
                {consent_id}
              </Link>
            ),
          },
        ]}
      />
    </>
  )
}
