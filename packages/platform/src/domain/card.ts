import { type Card, formatTime, type Static } from '@card-member/sdk/contract'
import type { CardRow } from '../store/cards.ts'

/** A template on the wire. */
export type WireCard = Static<typeof Card>

/** The fields of a template that have no column of their own. */
export type CardDetails = Omit<WireCard, 'card_id' | 'brand_id' | 'state' | 'create_time' | 'modify_time'>

/** Reads the fields that have no column of their own. */
export function readCardDetails(row: CardRow): CardDetails {
  return JSON.parse(row.details)
}

/** Converts a stored template to its wire format. */
export function cardToWire(row: CardRow): WireCard {
  return {
    card_id: row.card_id,
    brand_id: row.brand_id,
    ...readCardDetails(row),
    state: row.state,
    create_time: formatTime(row.create_time),
    modify_time: formatTime(row.modify_time),
  }
}
