import type { EventKind } from '@card-member/sdk/contract'
import type { Generated } from 'kysely'

/** Who made a call: a service provider (`caller_id` is its merchant number), a brand (its id), or in a sandbox a member (the openid). */
export interface CallerColumns {
  caller_kind: 'partner' | 'brand' | 'member'
  caller_id: string
}

/** A member-card template. The caller created it, and receives the notifications of its cards. */
export interface CardsTable extends CallerColumns {
  brand_id: string
  card_id: string
  state: 'CARD_EFFECTIVE' | 'CARD_INVALID'
  /** Unix seconds, as all times here. */
  create_time: number
  modify_time: number
  revision: number
  /** JSON of all other wire fields. */
  details: string
}

/** One member's card. EXPIRED is not stored: it is computed from `expire_time` when read. */
export interface UserCardsTable {
  brand_id: string
  card_id: string
  user_card_code: string
  /** PROVISIONAL until the merchant assigns a code; `user_card_code` is then unique, and not shown to callers. */
  code_state: 'ASSIGNED' | 'PROVISIONAL'
  openid: string
  user_card_state: 'UNACTIVATED' | 'EFFECTIVE' | 'INVALID'
  /** The last second of validity; null when the card is permanent. */
  expire_time: number | null
  pickup_time: number
  invalid_time: number | null
  invalid_reason: string | null
  point_balance: number | null
  /** The merchant's confirmation of the opening; null for an import, and until it is confirmed. */
  confirm_state: 'CREATE_CARD_SUCCESS' | 'CREATE_CARD_FAIL' | 'CREATE_CARD_ALREADY_EXISTS' | null
  create_time: number
  modify_time: number
  revision: number
  /** JSON of all other wire fields; sealed fields are encrypted in it. */
  details: string
}

/** Every change of a template, a user card or an activity; append-only. */
export interface HistoryTable extends CallerColumns {
  brand_id: string
  card_id: string
  entity: 'card' | 'user_card' | 'activity'
  /** The `card_id`, `user_card_code` or `activity_id`. */
  entity_id: string
  revision: number
  time: number
  operation: string
  request_id: string
  /** JSON: the state before and after, and the names of the fields that changed. */
  change: string
}

/** Answers by the caller's own request number: a repeated request gets the first answer again. */
export interface RequestsTable extends CallerColumns {
  brand_id: string
  operation: string
  out_request_no: string
  /** SHA-256 of the content, hex. */
  content_hash: string
  /** JSON. */
  reply: string
  time: number
}

/** Issued tokens; only their hashes are stored. */
export interface TokensTable {
  brand_id: string
  /** SHA-256, hex. */
  token_hash: string
  kind: 'PRE_AUTH' | 'PAY_VIEW'
  card_id: string
  openid: string
  expire_time: number
  used_time: number | null
}

/** Feeds that callers added. */
export interface FeedsTable extends CallerColumns {
  brand_id: string
  card_id: string
  user_card_code: string
  out_request_no: string
  cell: string
  time: number
}

/** Exchanges of points for a coupon. */
export interface ExchangesTable {
  brand_id: string
  record_id: string
  card_id: string
  user_card_code: string
  openid: string
  /** JSON of the coupon: template, product, stock, points, and whether it will be issued. */
  details: string
  /** Null until the merchant confirms. */
  result: 'POINT_EXCHANGE_COUPON_ALLOW' | 'POINT_EXCHANGE_COUPON_REJECT' | null
  state: 'POINT_EXCHANGE_COUPON_SUCCESS' | 'POINT_EXCHANGE_COUPON_FAIL' | null
  coupon_code: string | null
  reject_reason: string | null
  create_time: number
  modify_time: number
}

/** Membership activities. Their state is computed from the times when read. */
export interface ActivitiesTable {
  brand_id: string
  activity_id: string
  card_id: string
  begin_time: number
  end_time: number
  terminate_time: number | null
  create_time: number
  modify_time: number
  revision: number
  /** JSON of all other wire fields. */
  details: string
}

/** How an attempt to deliver a notification ended. */
export type DeliveryResult =
  | 'accepted'
  /** The sandbox delays it. */
  | 'postponed'
  /** It can never be sent: its template, caller or APIv3 key is missing. */
  | 'undeliverable'
  /** The target is not allowed. */
  | 'blocked'
  | 'unreachable'
  | 'timeout'
  /** A status other than 200 and 204. */
  | 'refused'
  | 'answer_too_long'
  /** The platform failed to build it. */
  | 'error'

/** Notifications: written in the transaction that causes them, kept with the result of their delivery. */
export interface OutboxTable {
  brand_id: string
  /** Assigned by the database, in the order of insertion. */
  sequence: Generated<number>
  /** The envelope's id. */
  id: string
  card_id: string
  openid: string
  event: EventKind
  /** JSON of the resource, encrypted. */
  resource: string
  create_time: number
  state: 'pending' | 'delivered' | 'given_up'
  /** How many times it was sent. */
  attempts: number
  /** The earliest time of the next attempt. */
  next_time: number
  /** The process that claimed it, until `lease_time`. */
  lease: string | null
  lease_time: number | null
  /** The result of the last attempt. */
  last_result: DeliveryResult | null
  /** HTTP status of the last answer. */
  last_status: number | null
  /** Diagnostic text about the last failure. */
  last_detail: string | null
}

/** Every table of the platform. */
export interface Schema {
  cards: CardsTable
  user_cards: UserCardsTable
  history: HistoryTable
  requests: RequestsTable
  tokens: TokensTable
  feeds: FeedsTable
  exchanges: ExchangesTable
  activities: ActivitiesTable
  outbox: OutboxTable
}

// A record, so that a missing table is a type error.
const everyTable: Record<keyof Schema, true> = {
  cards: true,
  user_cards: true,
  history: true,
  requests: true,
  tokens: true,
  feeds: true,
  exchanges: true,
  activities: true,
  outbox: true,
}

/** The names of all tables. */
export const tables = Object.keys(everyTable)
