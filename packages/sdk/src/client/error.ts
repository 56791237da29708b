import type { ErrorDetail } from '../contract/http-error.ts'
import { issueTextOf, type ValidationIssue } from '../contract/validation-issue.ts'
import { CardMemberError } from '../protocol/error.ts'
import { fillText, type LocalizedText, text } from '../text.ts'
import { callErrors } from './call-errors.ts'
import type { Outcome } from './outcome.ts'

/** Facts of a failed call. */
export interface CallFacts {
  /** Stable id of the operation, such as `invalidateUserCard`. */
  readonly operation: string
  readonly outcome: Outcome
  /** Number of attempts. */
  readonly attempts: number
  readonly retryable: boolean
  readonly status?: number | undefined
  readonly request_id?: string | undefined
  readonly verified?: boolean | undefined
  readonly detail?: ErrorDetail | undefined
}

/**
 * The parent of every error of a call. It contains no key, no Authorization header and no value of a sealed field, so it may
 * be logged as it is.
 *
 * @example
 * try { await api.userCards.invalidate(code, input) } catch (error) {
 *   if (error instanceof CallError && error.outcome === 'unknown') await lookAgain(code)
 * }
 */
export class CallError extends CardMemberError {
  override readonly name: string = 'CallError'
  /** Stable id of the operation, such as `invalidateUserCard`. */
  declare readonly operation: string
  /** The outcome: `not_sent`, `rejected`, `done` or `unknown`. */
  declare readonly outcome: Outcome
  /** Number of attempts. */
  declare readonly attempts: number
  /** Whether the same call may be made again safely, and may then succeed. */
  declare readonly retryable: boolean
  /** HTTP status, when an answer came. */
  readonly status: number | undefined
  /** `Request-ID` of the answer; quote it when you ask WeChat Pay. */
  readonly request_id: string | undefined
  /** Whether the answer is signed by a known key. Errors before authentication are not signed. */
  declare readonly verified: boolean
  /** What the platform says about the wrong field. */
  readonly detail: ErrorDetail | undefined

  constructor(code: string, facts: CallFacts, message: LocalizedText, options?: ErrorOptions) {
    super(code, message, options)
    Object.assign(this, { ...facts, verified: facts.verified ?? false })
  }

  /** Every field of the error, for structured logs. Stack and cause are not enumerable. */
  toJSON(): Record<string, unknown> {
    const { name, code, message } = this
    return { name, code, message, ...Object.fromEntries(Object.entries(this)) }
  }
}

/**
 * INVALID_INPUT: the input breaks the contract; nothing was sent. `issues` names every wrong field.
 *
 * @example
 * if (error instanceof ValidationError) for (const { pointer, issue } of error.issues) console.error(pointer, issue)
 */
export class ValidationError extends CallError {
  override readonly name = 'ValidationError'
  readonly issues: readonly ValidationIssue[]

  constructor(operation: string, issues: readonly ValidationIssue[]) {
    const list = text({
      zh: issues.map((issue) => `${issue.pointer} ${issueTextOf(issue)['zh-CN']}`).join('；'),
      en: issues.map((issue) => `${issue.pointer} ${issueTextOf(issue).en}`).join('; '),
    })
    const facts = { operation, outcome: 'not_sent', attempts: 0, retryable: false } as const
    super('INVALID_INPUT', facts, fillText(callErrors.INVALID_INPUT, operation, list))
    this.issues = issues
  }
}

/**
 * LOCAL_RATE_LIMIT: the call was rejected by the local rate limiter; nothing was sent.
 *
 * @example
 * if (error instanceof RateLimitError) reply.status(503).header('Retry-After', '1')
 */
export class RateLimitError extends CallError {
  override readonly name = 'RateLimitError'
}

/**
 * SIGN_BEFORE_PASSED, SIGNING_REFUSED: an option of the call stopped the attempt before it was signed. Nothing of it was sent.
 *
 * @example
 * if (error instanceof NotSignedError) console.error('held back', error.code, error.cause)
 */
export class NotSignedError extends CallError {
  override readonly name = 'NotSignedError'
}

/**
 * CONNECTION_FAILED, CONNECTION_LOST, TIMED_OUT, ABORTED, ANSWER_TOO_LARGE: no complete answer came. `cause` says more.
 *
 * @example
 * if (error instanceof TransportError && error.outcome === 'not_sent') console.error('nothing happened', error.cause)
 */
export class TransportError extends CallError {
  override readonly name = 'TransportError'
}

/**
 * The platform answered with an error in JSON: `code` is its code, such as `PARAM_ERROR`, `status` its HTTP status.
 * STILL_PROCESSING is the code of a 202.
 *
 * @example
 * if (error instanceof ApiError && error.code === 'RESOURCE_NOT_EXISTS') return undefined
 * if (error instanceof ApiError && error.code === 'SIGN_ERROR') console.error(error.explanation)
 */
export class ApiError extends CallError {
  override readonly name = 'ApiError'
  /** The platform's own message, in the language that the client asks for. */
  readonly server_message: string
  /** For a sign error: the first difference between the platform's string to sign and ours. */
  readonly explanation: string | undefined

  constructor(
    code: string,
    facts: CallFacts,
    message: LocalizedText,
    said: { server_message: string; explanation: string | undefined },
    options?: ErrorOptions,
  ) {
    super(code, facts, message, options)
    this.server_message = said.server_message
    this.explanation = said.explanation
  }
}

/**
 * GATEWAY_ERROR, REDIRECTED: a gateway answered, not the API: an HTML 502, an empty 404, a redirect.
 *
 * @example
 * if (error instanceof GatewayError) console.error(error.status, 'is base_url right?')
 */
export class GatewayError extends CallError {
  override readonly name = 'GatewayError'
}

/**
 * A 2xx answer that cannot be trusted or used. With a code of a `SignatureError`, which is the `cause`, the outcome is
 * `unknown`. With SEALED_VALUE_UNREADABLE, ANSWER_EMPTY or ANSWER_NOT_JSON the answer is signed, so the outcome is `done`.
 *
 * @example
 * if (error instanceof AnswerError && error.code === 'SIGNATURE_SERIAL_UNKNOWN') api.keyring.add(await newKey())
 */
export class AnswerError extends CallError {
  override readonly name = 'AnswerError'
}

/**
 * OPTION_INVALID: an option of the client or of a call cannot work.
 *
 * @example
 * new CardMember(credential, { timeout_ms: 0 }) // throws: timeout_ms must be a number above 0 and below 2147483648.
 */
export class OptionError extends CardMemberError {
  override readonly name = 'OptionError'

  constructor(option: string, issue: LocalizedText) {
    super('OPTION_INVALID', fillText(callErrors.OPTION_INVALID, option, issue))
  }
}
