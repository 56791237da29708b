import type { FaultDetail } from '../contract/fault.ts'
import { type LocalizedText, text } from '../text.ts'
import type { CalledOperation } from './called-operation.ts'
import { glossOf } from './code-words.ts'
import { AnswerError, ApiError, type CallError, GatewayError, NotSignedError, RateLimitError, TransportError } from './error.ts'
import type { Outcome } from './outcome.ts'
import { unknownAdvice } from './reasons.ts'

/** How one attempt failed, before it is known whether it is the last. */
export interface Failure {
  readonly kind: 'limit' | 'unsigned' | 'transport' | 'api' | 'gateway' | 'answer'
  readonly code: string
  readonly words: LocalizedText
  /** What is known of this attempt alone. */
  readonly outcome: Outcome
  readonly status?: number | undefined
  readonly request_id?: string | undefined
  readonly verified?: boolean | undefined
  readonly detail?: FaultDetail | undefined
  readonly server_message?: string | undefined
  readonly explanation?: LocalizedText | undefined
  readonly cause?: unknown
}

/** What the call knows beside its last failure. */
export interface CallHistory {
  readonly attempts: number
  /** Whether the outcome of an earlier attempt is unknown. */
  readonly earlier_unknown: boolean
  /** Whether the same call may be made again. */
  readonly retryable: boolean
}

/** Makes the error that the caller sees. */
export function toError(failure: Failure, operation: CalledOperation, history: CallHistory): CallError {
  const { attempts, earlier_unknown, retryable } = history
  const certain = failure.outcome === 'done' || operation.repeat === 'always' || !earlier_unknown
  const outcome = certain ? failure.outcome : 'unknown'
  const { status, request_id, verified, detail, code } = failure
  const facts = {
    operation: operation.id,
    outcome,
    attempts,
    retryable,
    status,
    request_id,
    verified,
    detail,
  }
  const said = failure.server_message === undefined ? failure.words : join(failure.words, glossOf(code, failure.server_message))
  const words = outcome === 'unknown' && operation.repeat !== 'always' ? join(said, unknownAdvice) : said
  const options = failure.cause === undefined ? {} : { cause: failure.cause }
  switch (failure.kind) {
    case 'limit':
      return new RateLimitError(code, facts, words, options)
    case 'unsigned':
      return new NotSignedError(code, facts, words, options)
    case 'transport':
      return new TransportError(code, facts, words, options)
    case 'gateway':
      return new GatewayError(code, facts, words, options)
    case 'answer':
      return new AnswerError(code, facts, words, options)
    case 'api': {
      const { server_message = '', explanation } = failure
      const all = explanation ? join(words, text({ zh: explanation['zh-CN'], en: ` ${explanation.en}` })) : words
      return new ApiError(code, facts, all, { server_message, explanation: explanation?.en }, options)
    }
  }
}

function join(one: LocalizedText, other: LocalizedText): LocalizedText {
  return text({ zh: `${one['zh-CN']}${other['zh-CN']}`, en: `${one.en}${other.en}` })
}
