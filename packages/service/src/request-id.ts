import { randomBytes } from 'node:crypto'

/** A new request id, without its result number. */
export function makeRequestId(): string {
  return randomBytes(11).toString('hex').toUpperCase()
}

/** The `Request-ID` header: id and, after the last `-`, the internal result number; 0 is success. */
export function withResult(request_id: string, result: number): string {
  return `${request_id}-${result}`
}
