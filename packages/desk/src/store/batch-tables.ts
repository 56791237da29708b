import type { BatchState, BatchStepAction, Preflight, RowState, StopKind } from '../contract/batch.ts'
import type { Channel } from '../contract/channel.ts'
import type { CallerKind } from '../contract/connection.ts'

/** Why a batch stopped; all null when nothing has stopped it. */
export interface StopColumns {
  stop_kind: StopKind | null
  /** Of `same_code`: the code. */
  stop_code: string | null
  /** Of `same_code`: how many times in a row. Of `failure_share`: how many rows failed. */
  stop_count: number | null
  /** Of `failure_share`: among how many rows. */
  stop_of: number | null
}

/** Nothing has stopped the batch. */
export const noStop = { stop_kind: null, stop_code: null, stop_count: null, stop_of: null } as const satisfies StopColumns

/** Many invalidations as one. */
export interface BatchesTable extends StopColumns {
  brand_id: string
  batch_id: string
  connection: string
  /** Who signs its calls, as the connection said when the file was uploaded. */
  caller_kind: CallerKind
  /** A merchant number or a brand id. */
  caller_id: string
  /** The address of its platform. */
  base_url: string
  /** 1 when the connection led to a sandbox then. */
  rehearsal: number
  state: BatchState
  author: string
  create_time: number
  process_id: string
  file_name: string
  file_sha256: string
  file_format: string
  /** The size of the file. */
  file_bytes: number
  /** How much of it has been read. */
  bytes_read: number
  /** JSON: why the file could not be read to its end. */
  failure: string | null
  /** Encrypted JSON: the head of the file and how it was read; null while it is being prepared. */
  file_reading: string | null
  forced_reason: string | null
  notice_version: number
  row_count: number
  faulty_count: number
  check_time: number | null
  plan_sha256: string | null
  plan_count: number | null
  /** Who requested the last check. */
  checked_by: string | null
  /** When its run began under the approvals that it has; null before that. */
  start_time: number | null
  reject_reason: string | null
  /** Rows that may still go before the canary stops; null once it has passed. */
  canary_left: number | null
  run_by: string | null
  /** When it was started or resumed last. */
  run_time: number | null
  end_time: number | null
}

/** One start or stop of a batch: who, when, why. `stopped_by_breaker` says why; every other step says what had stopped the batch. */
export interface BatchStepsTable extends StopColumns {
  brand_id: string
  batch_id: string
  /** From 1. */
  number: number
  time: number
  action: BatchStepAction
  /** A staff id, or `desk` for what the desk does by itself. */
  staff_id: string
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
  /** The hash of the member's OpenID; null when the row names none. */
  openid_hash: string | null
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
  /** The platform's own words, in its language. */
  server_message: string | null
  /** JSON of what is wrong with the cells. */
  faults: string | null
  /** JSON of what is suspected of the cells. */
  warnings: string | null
  invalid_time: string | null
  request_id: string | null
  invalidation_id: string | null
  attempts: number
  request_count: number
  /** The process that has claimed the row. */
  process_id: string | null
  next_time: number
  end_time: number | null
}

/** That one person approved one plan of a batch. */
export interface BatchApprovalsTable {
  brand_id: string
  batch_id: string
  staff_id: string
  plan_sha256: string
  approve_time: number
  /** What it rests on, as text: roles of author and approver, settings. When that differs, it does not count. */
  basis: string
  /** 1 when the sample rows were shown to the approver. */
  rows_shown: number
  reason: string | null
}

/** That somebody was shown the sample rows of a plan. */
export interface BatchSamplesTable {
  brand_id: string
  batch_id: string
  staff_id: string
  plan_sha256: string
  time: number
}

/**
 * How many rows of a batch are in one condition. Triggers on `batch_rows` write it, in the transaction that changes the rows. On PostgreSQL
 * the connections count in different slots, so that the sum over the slots is the count.
 */
export interface BatchCountsTable {
  brand_id: string
  batch_id: string
  state: RowState
  /** Empty while the row is not checked. */
  preflight: Preflight | ''
  /** 1 when the row has faults. */
  faulty: number
  /** 1 when it has warnings. */
  warned: number
  slot: number
  row_count: number
}
