import type { ErrorDetail } from '../contract/http-error.ts'
import { type LocalizedText, text } from '../text.ts'
import { unknownAdvice } from './call-errors.ts'
import type { CalledOperation } from './called-operation.ts'
import { translationOf } from './code-texts.ts'
import { AnswerError, ApiError, type CallError, GatewayError, NotSignedError, RateLimitError, TransportError } from './error.ts'
import type { Outcome } from './outcome.ts'

/** How one attempt failed, before it is known whether it is the last. */
export interface Failure {
  readonly kind: 'limit' | 'unsigned' | 'transport' | 'api' | 'gateway' | 'answer'
  readonly code: string
  readonly message: LocalizedText
  /** What is known of this attempt alone. */
  readonly outcome: Outcome
  readonly status?: number | undefined
  readonly request_id?: string | undefined
  readonly verified?: boolean | undefined
  readonly detail?: ErrorDetail | undefined
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
  const { earlier_unknown, ...counted } = history
  const { kind, code, message: said, server_message, explanation, cause, ...known } = failure
  const certain = known.outcome === 'done' || operation.repeat === 'always' || !earlier_unknown
  const outcome = certain ? known.outcome : 'unknown'
  const facts = { ...known, ...counted, operation: operation.id, outcome }
  const plain = server_message === undefined ? said : join(said, translationOf(code, server_message))
  const message = outcome === 'unknown' && operation.repeat !== 'always' ? join(plain, unknownAdvice) : plain
  const options = cause === undefined ? {} : { cause }
  if (kind !== 'api') return new errors[kind](code, facts, message, options)
  const all = explanation ? join(message, text({ zh: explanation['zh-CN'], en: ` ${explanation.en}` })) : message
  return new ApiError(code, facts, all, { server_message: server_message ?? '', explanation: explanation?.en }, options)
}

const errors = {
  limit: RateLimitError,
  unsigned: NotSignedError,
  transport: TransportError,
  gateway: GatewayError,
  answer: AnswerError,
}

function join(one: LocalizedText, other: LocalizedText): LocalizedText {
  return text({ zh: `${one['zh-CN']}${other['zh-CN']}`, en: `${one.en}${other.en}` })
}
