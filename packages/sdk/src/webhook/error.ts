import { CardMemberError } from '../protocol/error.ts'
import { fillText, type TextPart } from '../text.ts'
import { type MistakeCode, mistakes } from './mistakes.ts'

/** What may be said with a mistake. */
export interface WebhookErrorOptions extends ErrorOptions {
  readonly request_id?: string | undefined
}

/**
 * A notification that was not accepted: `code` says which of the known mistakes was made, `status` what to answer. It holds no
 * key and nothing of what the notification says, so it may be logged as it is; its `cause` is whatever your own code threw.
 *
 * @example
 * try { event = await receive(raw, headers, keyring) } catch (error) {
 *   if (error instanceof WebhookError) return reply.fail(error)
 *   throw error
 * }
 */
export class WebhookError extends CardMemberError {
  override readonly name = 'WebhookError'
  declare readonly code: MistakeCode
  /** HTTP status to answer with: 4xx or 5xx, so that WeChat Pay sends it again. */
  readonly status: number
  /** `Request-ID` of the notification; name it when you ask WeChat Pay. */
  readonly request_id: string | undefined

  constructor(code: MistakeCode, detail: TextPart = '', { request_id, ...options }: WebhookErrorOptions = {}) {
    super(code, fillText(mistakes[code].words, detail), options)
    this.status = mistakes[code].status
    this.request_id = request_id
  }

  /** For structured logs. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, status, request_id } = this
    return { name, code, message, status, request_id }
  }
}
