import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { cardWords } from '../../words/cards.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import { ConsentState } from './consent-state.tsx'
import type { CardView } from './use-card.ts'
import { Withdrawal } from './withdrawal.tsx'

/** The newest consents of a card. */
export function CardConsents({ card }: { readonly card: CardView }): ReactNode {
  const { card: words } = useWords(cardWords)
  const { channels } = useWords(consentWords)
  const { brand_id, card_ref } = card
  const consents = useRead('listConsents', { brand_id, card_ref, limit: 5 })
  return (
    <Panel
      title={words.consents}
      act={
        <Link to="/consents" search={{ card: card_ref }}>
          {words.all}
        </Link>
      }
    >
      {consents.error !== null && <ErrorPanel error={consents.error} retry={consents.refetch} />}
      {consents.data?.data.length === 0 && <p className={styles.none}>{words.noConsents}</p>}
      <ul className={styles.list}>
        {consents.data?.data.map((consent) => (
          <li key={consent.consent_id}>
            <ConsentState state={consent.state} />
            <span>{channels[consent.channel]}</span>
            <Link to="/consents/$id" params={{ id: consent.consent_id }}>
              <Time value={consent.agreed_at} />
            </Link>
          </li>
        ))}
      </ul>
      <Withdrawal of={{ brand_id, card_ref }} />
    </Panel>
  )
}
