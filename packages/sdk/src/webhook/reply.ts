import { WebhookError } from './error.ts'

/** The answer to a notification, for any framework. */
export interface Acknowledgement {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Empty for 204. */
  readonly body: string
}

/**
 * Builds acknowledgements. The status alone decides: for WeChat Pay 200 and 204 mean accepted, with any body. It
 * repeats the notification after any other status. Answer within 5 seconds.
 *
 * @example
 * const { status, headers, body } = reply.fail(error)
 */
export const reply = {
  /** 204: accepted. */
  ok(): Acknowledgement {
    return { status: 204, headers: {}, body: '' }
  },
  /** 4xx or 5xx: not accepted, send it again. The answer contains the code of a `WebhookError` and nothing else. */
  fail(error?: unknown): Acknowledgement {
    const known = error instanceof WebhookError ? error : undefined
    return {
      status: known?.status ?? 500,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ code: 'FAIL', message: known?.code ?? 'INTERNAL_ERROR' }),
    }
  },
}
