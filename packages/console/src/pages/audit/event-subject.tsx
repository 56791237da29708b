import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'
import { factsOf } from './event-facts-of.ts'
import type { AuditEvent } from './event-table.tsx'

/** To what something was done: a card, a batch, a person. */
export function EventSubject({
  event,
  names,
}: {
  readonly event: AuditEvent
  readonly names: Readonly<Record<string, string>>
}): ReactNode {
  const words = useWords(auditWords)
  const { cards, batch_id, staff_id, name, tree } = factsOf(event.facts)
  const [card] = cards
  if (card !== undefined && cards.length === 1)
    return (
      <Link to="/audit" search={{ hash: card.card_hash }}>
        {words.card(card.code_last4)}
      </Link>
    )
  if (cards.length > 1) return words.cards(cards.length)
  if (batch_id !== undefined)
    return (
      <Link to="/audit" search={{ batch: batch_id }}>
        {batch_id}
      </Link>
    )
  if (staff_id !== undefined) return names[staff_id] ?? name ?? staff_id
  return name ?? tree ?? null
}
