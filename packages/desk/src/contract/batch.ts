/** Where a batch is. */
export const batchStates = ['uploaded', 'checked', 'approved', 'running', 'paused', 'stopped_by_breaker', 'done', 'cancelled'] as const
/** Where a batch is. */
export type BatchState = (typeof batchStates)[number]

/** Where a row of a batch is. */
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
/** Where a row of a batch is. */
export type RowState = (typeof rowStates)[number]

/** What the check found of a row's card. */
export const preflights = [
  'can_be_invalidated',
  'already_invalid',
  'expired',
  'not_found',
  'openid_mismatch',
  'missing_consent',
  'refused',
] as const
/** What the check found of a row's card. */
export type Preflight = (typeof preflights)[number]
