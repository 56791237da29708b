/** The code of an error that is no answer of the desk: nothing came back. */
export const unreachable = 'UNREACHABLE'

/** A call that the desk did not answer with what was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number
  /** The code of the error catalogue, such as `NOT_PERMITTED`; `UNREACHABLE` when there was no answer. */
  readonly code: string
  /** What the error says about its fields. */
  readonly detail: Readonly<Record<string, unknown>>
  /** For support: the desk's log has it. */
  readonly request_id: string | undefined
  /** When it is worth trying again, by this browser's clock in milliseconds; undefined where the desk does not say. */
  readonly retry_time: number | undefined

  constructor(fields: Pick<ApiError, 'message' | 'status' | 'code' | 'detail' | 'request_id'>) {
    super(fields.message)
    this.status = fields.status
    this.code = fields.code
    this.detail = fields.detail
    this.request_id = fields.request_id
    const { retry_after } = fields.detail
    this.retry_time = typeof retry_after === 'number' ? Date.now() + retry_after * 1000 : undefined
  }
}

/** Whether nothing came back. Of a write nobody knows then whether it happened. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && error.code === unreachable
}

/** Whether an error has a code of the error catalogue. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code
}
