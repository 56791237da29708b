import { createHash } from 'node:crypto'
import { type CallError, type InvalidationResult, receiptOf, TransportError, type UserCard, ValidationError } from '@card-member/sdk'
import type { InvalidationState } from '../contract/invalidation.ts'

/** How one attempt to end a card came out. */
export interface AttemptResult {
  readonly state: Exclude<InvalidationState, 'sending'>
  /** Nothing took effect, and another attempt may fare better: `later` when the platform was away or busy. */
  readonly again: false | 'yes' | 'later'
  /** How many calls are known to have left. */
  readonly request_count: number
  readonly code: string | null
  readonly message: string | null
  readonly invalid_time: string | null
  readonly request_id: string | null
  readonly answer_sha256: string | null
  readonly proof: 'answer' | 'read_back' | null
}

const nothing = {
  again: false,
  request_count: 0,
  code: null,
  message: null,
  invalid_time: null,
  request_id: null,
  answer_sha256: null,
  proof: null,
} as const

/** What became of an attempt, from what the SDK knows. */
export function attemptResultOf(result: InvalidationResult): AttemptResult {
  switch (result.outcome) {
    case 'done':
      return { ...found('done', result.card), request_count: 1, proof: result.proof, code: result.error?.code ?? null }
    case 'already_invalid':
      return { ...found('already_invalid', result.card), request_count: result.sent ? 1 : 0 }
    case 'unknown':
      return { ...failureOf(result.error), state: 'unknown', request_count: 1 }
    case 'not_done':
      return { ...failureOf(result.error), ...kindOf(result.error), request_count: wasSent(result.error) ? 1 : 0 }
  }
}

/** A card that was found INVALID, by this call or by another's. */
export function found(state: 'done' | 'already_invalid', card: UserCard): AttemptResult {
  return { ...nothing, ...proofOf(card), state, proof: 'read_back' }
}

/** An attempt of which it is proved by now that it did nothing. */
export const neverTookEffect: AttemptResult = {
  ...nothing,
  state: 'rejected',
  again: 'yes',
  code: 'NO_EFFECT',
  message: '该次作废请求没有应答；在它已不可能再生效之后查询，会员卡仍未失效：请求没有生效。',
}

/** An attempt whose process is gone before it was signed. */
export const neverSent: AttemptResult = {
  ...nothing,
  state: 'rejected',
  again: 'later',
  code: 'NEVER_SENT',
  message: '处理该次作废的进程在签名之前中断：请求从未发出。',
}

/** The code of an attempt whose process is gone after it was about to be signed. */
export const processLost = 'PROCESS_LOST'

/** Such an attempt: it may have left, and nobody will tell its end. */
export const leftBehind: AttemptResult = {
  ...nothing,
  state: 'unknown',
  code: processLost,
  message: '处理该次作废的进程中断，请求可能已发出：结果未知，正在查询核实。',
}

/** What a failure means for an attempt of which nothing has taken effect. */
export function kindOf(error: CallError): Pick<AttemptResult, 'state' | 'again'> {
  const { code, status, outcome, verified } = error
  if (error instanceof ValidationError) return { state: 'rejected', again: false }
  if (code === 'ANSWER_MISMATCHED') return { state: 'mismatched', again: false }
  if (code === 'SIGN_BEFORE_PASSED') return { state: 'rejected', again: 'yes' }
  if (outcome === 'not_sent' || status === 429 || error instanceof TransportError) return { state: 'rejected', again: 'later' }
  // What nobody signed may come from anywhere.
  if (outcome !== 'rejected' || !verified) return { state: 'rejected', again: 'yes' }
  return status === 404 ? { state: 'not_found', again: false } : { state: 'rejected', again: status === 401 ? 'yes' : false }
}

/** Code and words of a failure. */
function failureOf(error: CallError): AttemptResult {
  return { ...nothing, state: 'rejected', code: error.code, message: error.in('zh-CN'), request_id: error.request_id ?? null }
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
