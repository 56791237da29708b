import { CardMemberError } from '../protocol/error.ts'
import { fillText, type TextPart } from '../text.ts'
import { type WebhookErrorCode, webhookErrors } from './webhook-errors.ts'

/** Facts of a `WebhookError` beside its code. */
export interface WebhookErrorOptions extends ErrorOptions {
  readonly request_id?: string | undefined
}

/**
 * A notification that was not accepted: `code` says why, `status` what to answer. It contains
 * no key and no content of the notification, so it may be logged as it is. Its `cause` is the error of your own code.
 *
 * @example
 * try { event = await receive(raw, headers, keyring) } catch (error) {
 *   if (error instanceof WebhookError) return reply.fail(error)
 *   throw error
 * }
 */
export class WebhookError extends CardMemberError {
  override readonly name = 'WebhookError'
  declare readonly code: WebhookErrorCode
  /** HTTP status to answer with: 4xx or 5xx, so that WeChat Pay sends it again. */
  readonly status: number
  /** `Request-ID` of the notification; quote it when you ask WeChat Pay. */
  readonly request_id: string | undefined

  constructor(code: WebhookErrorCode, detail: TextPart = '', { request_id, ...options }: WebhookErrorOptions = {}) {
    super(code, fillText(webhookErrors[code].message, detail), options)
    this.status = webhookErrors[code].status
    this.request_id = request_id
  }

  /** For structured logs. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, status, request_id } = this
    return { name, code, message, status, request_id }
  }
}
