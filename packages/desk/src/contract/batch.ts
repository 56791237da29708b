/** The state of a batch. */
export const batchStates = [
  'preparing',
  'failed',
  'uploaded',
  'checking',
  'checked',
  'approved',
  'running',
  'paused',
  'stopped_by_breaker',
  'done',
  'cancelled',
] as const
/** The state of a batch. */
export type BatchState = (typeof batchStates)[number]

/**
 * Why a batch stopped: its `canary` is complete, `staff` paused it, the circuit breaker saw the `same_code` several times in a row,
 * or it saw too large a `failure_share` among the last rows, its `approval` ended, or it was `rejected`.
 */
export const stopKinds = ['canary', 'staff', 'same_code', 'failure_share', 'approval', 'rejected'] as const
/** Why a batch stopped. */
export type StopKind = (typeof stopKinds)[number]

/** Why a batch stopped, one fact a field; a field that its kind does not use is null or missing. */
export interface StopReason {
  readonly stop_kind?: StopKind | null | undefined
  /** Of `same_code`: the code. */
  readonly stop_code?: string | null | undefined
  /** Of `same_code`: how many times in a row. Of `failure_share`: how many rows failed. */
  readonly stop_count?: number | null | undefined
  /** Of `failure_share`: among how many rows. */
  readonly stop_of?: number | null | undefined
}

/** What can start or stop a batch. */
export const batchSteps = [
  'run',
  'canary',
  'pause',
  'stopped_by_breaker',
  'resume',
  'take_over',
  'done',
  'cancel',
  'reject',
  'approval_end',
] as const
/** What can start or stop a batch. */
export type BatchStepAction = (typeof batchSteps)[number]

/** The state of a row of a batch. */
export const rowStates = [
  'pending',
  'sending',
  'done',
  'already_invalid',
  'rejected',
  'not_found',
  'mismatched',
  'missing_consent',
  'unknown',
] as const
/** The state of a row of a batch. */
export type RowState = (typeof rowStates)[number]

/** The result of the check for the card of a row. */
export const preflights = [
  'can_be_invalidated',
  'already_invalid',
  'expired',
  'not_found',
  'openid_mismatch',
  'missing_consent',
  'refused',
] as const
/** The result of the check for the card of a row. */
export type Preflight = (typeof preflights)[number]
