import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../../shell/use-may.ts'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './audit.module.css'
import { factsOf } from './event-facts-of.ts'
import type { AuditEvent } from './event-table.tsx'
import { ThingLink } from './thing-link.tsx'

interface EventThingsProps {
  readonly event: AuditEvent
  readonly names: Readonly<Record<string, string>>
  /** The addresses of its cards, by their hashes. */
  readonly card_refs: Readonly<Record<string, string>>
}

/** What an event is about, each with its own page: cards, batch, consents, invalidation, person. Null when it is about none of these. */
export function eventThings(props: EventThingsProps): ReactNode {
  const { cards, ids, staff_id } = factsOf(props.event.facts)
  return cards.length === 0 && ids.length === 0 && staff_id === undefined ? null : <EventThings {...props} />
}

function EventThings({ event: { tree, facts }, names, card_refs }: EventThingsProps): ReactNode {
  const words = useWords(auditWords)
  const mayAdminister = useMay('administer', '*')
  const { cards, ids, staff_id } = factsOf(facts)
  return (
    <ul className={styles.things}>
      {cards.map(({ card_hash, code_last4 }) => (
        <li key={card_hash}>
          {words.things.card}{' '}
          {card_refs[card_hash] === undefined ? (
            words.card(code_last4)
          ) : (
            <Link to="/cards/$ref" params={{ ref: card_refs[card_hash] }} search={{ brand: tree }}>
              {words.card(code_last4)}
            </Link>
          )}
        </li>
      ))}
      {ids.map(({ kind, id }) => (
        <li key={id}>
          {words.things[kind]} <ThingLink kind={kind} id={id} brand_id={tree} />
        </li>
      ))}
      {staff_id !== undefined && (
        <li>
          {words.things.staff}{' '}
          {mayAdminister ? (
            <Link to="/staff/$staff_id" params={{ staff_id }}>
              {names[staff_id] ?? staff_id}
            </Link>
          ) : (
            (names[staff_id] ?? staff_id)
          )}
        </li>
      )}
    </ul>
  )
}
