import type { ReactNode } from 'react'
import { Time } from '../../parts/time.tsx'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import type { CardView } from './use-card.ts'

interface Moment {
  readonly name: string
  readonly time: string
  readonly detail?: string
  readonly ended?: boolean
}

/** What happened to a card, as far as the platform tells it, the oldest first. */
export function CardTimeline({ card }: { readonly card: CardView }): ReactNode {
  const { timeline: words } = useWords(cardWords).card
  return (
    <ol className={styles.timeline}>
      {momentsOf(card, words).map(({ name, time, detail, ended = false }) => (
        <li key={name} className={ended ? styles.ended : undefined}>
          <span>{name}</span>
          <Time value={time} />
          {detail !== undefined && <span className={styles.detail}>{detail}</span>}
        </li>
      ))}
    </ol>
  )
}

function momentsOf(card: CardView, words: ReturnType<typeof useWords<(typeof cardWords)['zh-CN']>>['card']['timeline']): Moment[] {
  const { pickup_time, create_time, modify_time, invalid_time, invalid_reason, user_card_state, valid_date_information } = card
  const moments: Moment[] = [{ name: words.pickup, time: pickup_time }]
  if (user_card_state !== 'UNACTIVATED' && create_time !== pickup_time) moments.push({ name: words.activate, time: create_time })
  // A change in the second of the end is the end.
  if (modify_time !== create_time && modify_time !== invalid_time) moments.push({ name: words.modify, time: modify_time })
  const { available_end_time } = valid_date_information
  if (available_end_time !== undefined) moments.push({ name: words.expire, time: available_end_time, ended: user_card_state === 'EXPIRED' })
  if (invalid_time !== undefined) {
    const detail = invalid_reason === undefined ? {} : { detail: words.reason(invalid_reason) }
    moments.push({ name: words.invalidate, time: invalid_time, ended: true, ...detail })
  }
  return moments.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))
}
