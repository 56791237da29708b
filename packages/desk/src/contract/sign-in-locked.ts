import { formatTime } from '@card-member/sdk/contract'
import { DeskError } from './desk-error.ts'

/**
 * The error of a lock, with its end, and the seconds until then: a caller's clock may differ.
 *
 * @param end when it ends, Unix seconds
 * @param now Unix seconds
 */
export function signInLocked(end: number, now: number): DeskError {
  return new DeskError('sign_in_locked', { locked_until: formatTime(end), retry_after: end - now })
}
