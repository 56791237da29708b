import { WebhookError } from './error.ts'

/** What to answer a notification with, for any framework. */
export interface Acknowledgement {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Empty for 204. */
  readonly body: string
}

/**
 * Builds acknowledgements. The status alone decides: WeChat Pay takes 200 and 204 as accepted, whatever the body says, and
 * repeats the notification after anything else. Answer within 5 seconds.
 *
 * @example
 * const { status, headers, body } = reply.fail(error)
 */
export const reply = {
  /** 204: accepted. */
  ok(): Acknowledgement {
    return { status: 204, headers: {}, body: '' }
  },
  /** 4xx or 5xx: not accepted, send it again. The answer names the code of a `WebhookError` and tells nothing else. */
  fail(error?: unknown): Acknowledgement {
    const known = error instanceof WebhookError ? error : undefined
    return {
      status: known?.status ?? 500,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ code: 'FAIL', message: known?.code ?? 'INTERNAL_ERROR' }),
    }
  },
}
