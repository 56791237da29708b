import type { EventKind } from '@card-member/sdk/contract'
import type { Generated } from 'kysely'

/** A member-card template. */
export interface CardsTable {
  brand_id: string
  card_id: string
  state: 'CARD_EFFECTIVE' | 'CARD_INVALID'
  /** Who created it, and is told of what its members do: a merchant number, or `brand:` and a brand id. */
  mchid: string
  /** Unix seconds, as all times here. */
  create_time: number
  modify_time: number
  revision: number
  /** JSON of all other wire fields. */
  details: string
}

/** One member's card. EXPIRED is no stored state: it follows from `expire_time` when read. */
export interface UserCardsTable {
  brand_id: string
  card_id: string
  user_card_code: string
  openid: string
  user_card_state: 'UNACTIVATED' | 'EFFECTIVE' | 'INVALID'
  /** The last second of validity; null for ever. */
  expire_time: number | null
  pickup_time: number
  invalid_time: number | null
  invalid_reason: string | null
  point_balance: number | null
  /** What the merchant said of the opening; null for an import, and until it is confirmed. */
  confirm_state: 'CREATE_CARD_SUCCESS' | 'CREATE_CARD_FAIL' | 'CREATE_CARD_ALREADY_EXISTS' | null
  create_time: number
  modify_time: number
  revision: number
  /** JSON of all other wire fields; sealed fields are encrypted in it. */
  details: string
}

/** Every change of a template (then `user_card_code` is empty) or of a user card; rows are only ever added. */
export interface HistoryTable {
  brand_id: string
  card_id: string
  user_card_code: string
  revision: number
  time: number
  mchid: string
  operation: string
  request_id: string
  /** JSON: the state before and after, and the names of the fields that changed. */
  change: string
}

/** Answers by the caller's own request number, so that a repetition gets the first one again. */
export interface RequestsTable {
  brand_id: string
  mchid: string
  operation: string
  out_request_no: string
  /** SHA-256 of the content, hex. */
  content_hash: string
  /** JSON. */
  reply: string
  time: number
}

/** Tokens given out; only their hashes are kept. */
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

/** Feeds that merchants added. */
export interface FeedsTable {
  brand_id: string
  card_id: string
  user_card_code: string
  mchid: string
  out_request_no: string
  cell: string
  time: number
}

/** Exchanges of points for a coupon that members began. */
export interface ExchangesTable {
  brand_id: string
  record_id: string
  card_id: string
  user_card_code: string
  openid: string
  /** JSON of the coupon: template, product, stock, points, and whether it will be issued. */
  details: string
  /** Null until the merchant has decided. */
  result: 'POINT_EXCHANGE_COUPON_ALLOW' | 'POINT_EXCHANGE_COUPON_REJECT' | null
  state: 'POINT_EXCHANGE_COUPON_SUCCESS' | 'POINT_EXCHANGE_COUPON_FAIL' | null
  coupon_code: string | null
  reject_reason: string | null
  create_time: number
  modify_time: number
}

/** Membership activities. Their state follows from the times when read. */
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

/** Notifications, from the transaction that caused them until they are delivered or given up. */
export interface OutboxTable {
  brand_id: string
  /** Given by the database, in the order of coming. */
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
  /** How often it was sent. */
  attempts: number
  /** Not to be sent before. */
  next_time: number
  /** The process that is sending it, until `lease_time`. */
  lease: string | null
  lease_time: number | null
  /** What came of the last attempt. */
  last_result: string | null
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

// A record, so that a table that is not listed here is a mistake of types.
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
