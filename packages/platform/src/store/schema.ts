/** A member-card template. */
export interface CardsTable {
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

/** Every table of the platform. */
export interface Schema {
  cards: CardsTable
  user_cards: UserCardsTable
  history: HistoryTable
  requests: RequestsTable
}
