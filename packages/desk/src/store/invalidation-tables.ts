import type { CallerKind } from '../contract/connection.ts'
import type { InvalidationState } from '../contract/invalidation.ts'

/** The invalidation of one card. At most one of a card, and one in rehearsal, is in flight, unknown or done. */
export interface InvalidationsTable {
  brand_id: string
  invalidation_id: string
  card_id: string
  card_hash: string
  /** The hash of the member's OpenID. */
  openid_hash: string | null
  /** 1 when its connection leads to a sandbox: it uses up no consent and no quota. */
  rehearsal: number
  code_last4: string
  /** Encrypted JSON: code and OpenID; null once purged. */
  member: string | null
  consent_id: string
  batch_id: string | null
  line: number | null
  connection: string
  caller_kind: CallerKind
  /** A merchant number or a brand id. */
  caller_id: string
  /** The address of its platform, which alone can tell the outcome. */
  base_url: string
  invalid_reason: string
  state: InvalidationState
  code: string | null
  /** The platform's own words, in its language. */
  server_message: string | null
  invalid_time: string | null
  request_id: string | null
  answer_sha256: string | null
  proof: 'answer' | 'read_back' | null
  /** How many attempts have begun. */
  attempts: number
  /** How many of them failed in a way that counts against the limit of a row. */
  failures: number
  /** How many requests are known to have left; that of a lost process may be one more. */
  request_count: number
  requested_by: string
  /** Who recorded the consent: a staff id, or `member`. */
  consent_recorded_by: string
  /** The process that makes the attempt; null once its result is written, or another process has taken it over. */
  process_id: string | null
  start_time: number
  end_time: number | null
  /** The latest timestamp with which the request may be signed. Chosen by the database's clock. */
  sign_before: number
  /** The attempt cannot take effect later than this, by the platform's clock. */
  reconcile_after: number
  /** 1 once the request is about to be signed. Until then it has certainly not left. */
  may_have_left: number
  /** When the platform showed the card as not INVALID, just before the request was signed; by the platform's clock. */
  not_invalid_at: number | null
  /** How often the card was read since the outcome is unknown. */
  reads: number
  /** When the card is read next, by the database's clock. */
  next_read_time: number
}

/** How many invalidations of a brand's Beijing day are made or in flight. */
export interface DailyQuotasTable {
  brand_id: string
  day: string
  invalidations: number
}

/** How many cards one person ended singly on a Beijing day of a brand. A place is taken before the call, and kept whatever comes of it. */
export interface PersonalQuotasTable {
  brand_id: string
  staff_id: string
  day: string
  invalidations: number
}

/** The next free slot of an operation, or of a share of the rate; Unix microseconds by the database's clock. */
export interface RateLimitSlotsTable {
  caller_kind: CallerKind
  caller_id: string
  operation: string
  next_time: number
}

/** A process that works on this database. */
export interface ProcessesTable {
  process_id: string
  host: string
  pid: number
  beat_time: number
  /** Where browsers reach it; null when it serves nothing. */
  address: string | null
}

/** The settings of a brand that differ from the defaults, as JSON. */
export interface SettingsTable {
  brand_id: string
  value: string
  time: number
  changed_by: string
  /** How often a setting was loosened. */
  loosened: number
}
