import { createHash } from 'node:crypto'
import {
  ApiError,
  type CallError,
  type InvalidationResult,
  receiptOf,
  TransportError,
  type UserCard,
  ValidationError,
} from '@card-member/sdk'
import type { InvalidationState } from '../contract/invalidation.ts'

/** How one attempt to invalidate a card came out. */
export interface AttemptResult {
  readonly state: Exclude<InvalidationState, 'sending'>
  /**
   * Whether another attempt may follow: `none`; `limited`, because nothing took effect and the next one may succeed; or
   * `until_available`, because the platform was unreachable or busy, which counts against no limit.
   */
  readonly retry: 'none' | 'limited' | 'until_available'
  /** How many requests are known to have left. */
  readonly request_count: number
  readonly code: string | null
  /** The platform's own words, in its language. */
  readonly server_message: string | null
  readonly invalid_time: string | null
  readonly request_id: string | null
  readonly answer_sha256: string | null
  readonly proof: 'answer' | 'read_back' | null
}

const nothing = {
  retry: 'none',
  request_count: 0,
  code: null,
  server_message: null,
  invalid_time: null,
  request_id: null,
  answer_sha256: null,
  proof: null,
} as const

/** The result of an attempt, from what the SDK knows. */
export function attemptResultOf(result: InvalidationResult): AttemptResult {
  switch (result.outcome) {
    case 'done':
      return { ...readBackResult('done', result.card), request_count: 1, proof: result.proof, code: result.error?.code ?? null }
    case 'already_invalid':
      return { ...readBackResult('already_invalid', result.card), request_count: result.sent ? 1 : 0 }
    case 'unknown':
      return { ...failureOf(result.error), state: 'unknown', request_count: 1 }
    case 'not_done':
      return { ...failureOf(result.error), ...classifyError(result.error), request_count: wasSent(result.error) ? 1 : 0 }
  }
}

/** The result that a card proves which was read as INVALID: this attempt invalidated it, or another call had. */
export function readBackResult(state: 'done' | 'already_invalid', card: UserCard): AttemptResult {
  return { ...nothing, ...proofOf(card), state, proof: 'read_back' }
}

/** The result of an attempt that had no effect: the card was read as not INVALID when the attempt could take effect no more. */
export const noEffect: AttemptResult = { ...nothing, state: 'rejected', retry: 'limited', code: 'NO_EFFECT' }

/** The result of an attempt whose process was lost before it signed the request. */
export const neverSent: AttemptResult = { ...nothing, state: 'rejected', retry: 'until_available', code: 'NEVER_SENT' }

/** The code of an attempt whose process was lost when the request may have left. */
export const processLost = 'PROCESS_LOST'

/** The result of such an attempt: unknown until its card is read back. */
export const lostResult: AttemptResult = { ...nothing, state: 'unknown', code: processLost }

/** What a failure means for an attempt of which nothing has taken effect. */
export function classifyError(error: CallError): Pick<AttemptResult, 'state' | 'retry'> {
  const { code, status, outcome, verified } = error
  if (error instanceof ValidationError) return { state: 'rejected', retry: 'none' }
  if (code === 'ANSWER_MISMATCHED') return { state: 'mismatched', retry: 'none' }
  if (outcome === 'not_sent' || status === 429 || error instanceof TransportError) return { state: 'rejected', retry: 'until_available' }
  // An unsigned answer may come from anyone.
  if (outcome !== 'rejected' || !verified) return { state: 'rejected', retry: 'limited' }
  return status === 404 ? { state: 'not_found', retry: 'none' } : { state: 'rejected', retry: status === 401 ? 'limited' : 'none' }
}

function failureOf(error: CallError): AttemptResult {
  return { ...nothing, state: 'rejected', ...failureCode(error) }
}

/** The code of a failure and what the platform said of it: words for the code are made where it is shown. */
export function failureCode(error: CallError): Pick<AttemptResult, 'code' | 'server_message' | 'request_id'> {
  const server_message = error instanceof ApiError && error.server_message !== '' ? error.server_message : null
  return { code: error.code, server_message, request_id: error.request_id ?? null }
}

function proofOf(card: UserCard): Pick<AttemptResult, 'invalid_time' | 'request_id' | 'answer_sha256'> {
  const receipt = receiptOf(card)
  return {
    invalid_time: card.invalid_time ?? null,
    request_id: receipt?.request_id ?? null,
    answer_sha256: receipt === undefined ? null : createHash('sha256').update(receipt.body).digest('hex'),
  }
}

function wasSent({ operation, outcome }: CallError): boolean {
  return operation === 'invalidateUserCard' && outcome !== 'not_sent'
}
