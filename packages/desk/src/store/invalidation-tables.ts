import type { InvalidationState } from '../contract/invalidation.ts'

/** One card's way to its end: at most one row for a card is under way or done. */
export interface InvalidationsTable {
  brand_id: string
  invalidation_id: string
  card_id: string
  card_hash: string
  code_last4: string
  /** Encrypted JSON: code and OpenID; null once it was purged. */
  member: string | null
  consent_id: string
  batch_id: string | null
  line: number | null
  connection: string
  mchid: string
  /** Which platform it was sent to: its address. Only there can be read what became of it. */
  base_url: string
  invalid_reason: string
  state: InvalidationState
  code: string | null
  message: string | null
  invalid_time: string | null
  request_id: string | null
  answer_sha256: string | null
  proof: 'answer' | 'read_back' | null
  /** How often it was begun. */
  attempts: number
  /** How many calls are known to have left; one that died on its way may be one more. */
  request_count: number
  requested_by: string
  /** The process that has the attempt under way; null once it has told its end, or another process has taken it over. */
  process_id: string | null
  start_time: number
  end_time: number | null
  /** The attempt is not signed later than this, by the timestamp that is signed. Chosen by the database's clock. */
  sign_before: number
  /** Nothing of the attempt can take effect later than this, by the platform's clock. */
  reconcile_after: number
  /** 1 once the attempt was about to be signed. Until then it is certain that nothing has left. */
  may_have_left: number
  /** When the platform showed the card as not INVALID, just before the attempt was signed; by the platform's clock. */
  not_invalid_at: number | null
  /** How often it was read since its outcome is unknown. */
  reads: number
  /** When it is worth reading again, by the database's clock. */
  next_read_time: number
}

/** How many calls of a brand's Beijing day are spent or spoken for. */
export interface DailyQuotasTable {
  brand_id: string
  day: string
  invalidations: number
}

/** The next free moment for a call, or for one of a kind of calls that has a share of the rate; Unix microseconds by the database's clock. */
export interface RateLimitSlotsTable {
  mchid: string
  operation: string
  next_time: number
}

/** A process that works on this database. */
export interface ProcessesTable {
  process_id: string
  host: string
  pid: number
  beat_time: number
}

/** What a brand wants otherwise than usual. */
export interface SettingsTable {
  brand_id: string
  value: string
  time: number
  changed_by: string
}
