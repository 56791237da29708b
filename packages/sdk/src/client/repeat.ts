import type { Repeat } from '../contract/operation.ts'
import type { Failure } from './failure.ts'

/** Signature errors that the next answer may not have, above all probes. */
const distrust: ReadonlySet<string> = new Set(['SIGNATURE_PROBE', 'SIGNATURE_WRONG', 'SIGNATURE_MALFORMED'])
const final: ReadonlySet<string> = new Set(['ABORTED', 'ANSWER_TOO_LARGE', 'SIGN_BEFORE_PASSED', 'SIGNING_REFUSED', 'PROXY_REFUSED'])
const passing: ReadonlySet<number> = new Set([500, 502, 503, 504])

type FailureFacts = Pick<Failure, 'code' | 'kind' | 'outcome' | 'status'>

/** Whether an attempt failed by the signature of its answer; this is repeated once only. */
export function isDistrust({ kind, code }: FailureFacts): boolean {
  return kind === 'answer' && distrust.has(code)
}

/**
 * Whether the same request may be sent again. It may when it was not sent, and when the platform asks for it. When its outcome
 * is unknown, it may only if a repetition is safe.
 */
export function mayRepeat(repeat: Repeat, failure: FailureFacts): boolean {
  const { kind, code, outcome, status } = failure
  if (final.has(code)) return false
  if (outcome === 'not_sent' || status === 429 || status === 202) return outcome !== 'done'
  if (repeat === 'never' || outcome !== 'unknown') return false
  return kind === 'transport' || isDistrust(failure) || (status !== undefined && passing.has(status))
}

/** Full jitter over 1, 2, 4 … seconds, in milliseconds. */
export function backoff(attempt: number, random: () => number): number {
  return Math.floor(random() * 1000 * 2 ** (attempt - 1))
}
