import type { BatchState, Preflight, RowState } from '../contract/batch.ts'
import type { Channel } from '../contract/consent.ts'

/** Many invalidations as one. */
export interface BatchesTable {
  brand_id: string
  batch_id: string
  connection: string
  /** Who signs its calls, as the connection said when the file was taken in. */
  mchid: string
  /** Which platform it was prepared for: its address. */
  base_url: string
  /** 1 when the connection led to a place for rehearsal then. */
  rehearsal: number
  /** `preparing` until every row of the file is stored. */
  state: BatchState | 'preparing'
  /** Why it stands still: canary, person, or what the breaker saw. */
  stop_reason: string | null
  author: string
  create_time: number
  process_id: string
  file_name: string
  file_sha256: string
  file_format: string
  /** Encrypted JSON: the head of the file and how it was read; null while it is being prepared. */
  file_reading: string | null
  forced_reason: string | null
  notice_version: number
  row_count: number
  faulty_count: number
  /** 1 while its cards are being read. */
  checking: number
  check_time: number | null
  plan_sha256: string | null
  plan_count: number | null
  /** JSON: rows by what the check found. */
  preflight: string | null
  approved_by: string | null
  approve_time: number | null
  approved_sha256: string | null
  /** Rows that may still go before the canary stops; null once it has passed. */
  canary_left: number | null
  run_by: string | null
  /** When it was started or resumed last. */
  run_time: number | null
  end_time: number | null
}

/** What can start or stop a batch. */
export const batchSteps = ['run', 'canary', 'pause', 'stopped_by_breaker', 'resume', 'take_up', 'done', 'cancel'] as const
/** What can start or stop a batch. */
export type BatchStepAction = (typeof batchSteps)[number]

/** One start or stop of a batch: who, when, why. */
export interface BatchStepsTable {
  brand_id: string
  batch_id: string
  /** From 1. */
  number: number
  time: number
  action: BatchStepAction
  /** A person's id, or `desk` for what the desk does by itself. */
  staff_id: string
  reason: string | null
  /** The process that did it. */
  process_id: string
}

/** One row of a batch's file. */
export interface BatchRowsTable {
  brand_id: string
  batch_id: string
  line: number
  card_id: string
  /** Null when the row names no card. */
  card_hash: string | null
  code_last4: string
  /** Encrypted JSON of the cells as they were given; null once purged. */
  cells: string | null
  consent_channel: Channel | null
  told_at: number | null
  agreed_at: number | null
  consent_id: string | null
  state: RowState
  preflight: Preflight | null
  code: string | null
  message: string | null
  /** JSON of what is wrong with the cells. */
  faults: string | null
  /** JSON of what is suspected of the cells. */
  warnings: string | null
  invalid_time: string | null
  request_id: string | null
  invalidation_id: string | null
  attempts: number
  request_count: number
  /** The process that has it in hand. */
  process_id: string | null
  next_time: number
  end_time: number | null
}
