import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import { InvalidationState } from './invalidation-state.tsx'
import type { CardView } from './use-card.ts'

/** The newest attempts to end a card. */
export function CardInvalidations({ card: { brand_id, card_ref } }: { readonly card: CardView }): ReactNode {
  const { card: words } = useWords(cardWords)
  const invalidations = useRead('listInvalidations', { brand_id, card_ref, limit: 5 })
  return (
    <Panel
      title={words.invalidations}
      act={
        <Link to="/invalidations" search={{ card: card_ref }}>
          {words.all}
        </Link>
      }
    >
      {invalidations.error !== null && <ErrorPanel error={invalidations.error} retry={invalidations.refetch} />}
      {invalidations.data?.data.length === 0 && <p className={styles.none}>{words.noInvalidations}</p>}
      <ul className={styles.list}>
        {invalidations.data?.data.map(({ invalidation_id, state, invalid_reason, start_time }) => (
          <li key={invalidation_id}>
            <InvalidationState state={state} />
            <span>{invalid_reason}</span>
            <Link to="/invalidations/$id" params={{ id: invalidation_id }}>
              <Time value={start_time} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
