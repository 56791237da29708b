import type { Repeat } from '../contract/operation.ts'
import type { Failure } from './failure.ts'

/** Answers whose signature failed in a way that another answer may not: probes above all. */
const distrust: ReadonlySet<string> = new Set(['SIGNATURE_PROBE', 'SIGNATURE_WRONG', 'SIGNATURE_MALFORMED'])
const final: ReadonlySet<string> = new Set(['ABORTED', 'ANSWER_TOO_LARGE', 'SIGN_BEFORE_PASSED', 'SIGNING_REFUSED', 'PROXY_REFUSED'])
const passing: ReadonlySet<number> = new Set([500, 502, 503, 504])

type FailureFacts = Pick<Failure, 'code' | 'kind' | 'outcome' | 'status'>

/** Whether a try failed by its signature, which is worth one repetition only. */
export function isDistrust({ kind, code }: FailureFacts): boolean {
  return kind === 'answer' && distrust.has(code)
}

/**
 * Whether the same request may go out again. One that never left, or that the platform itself asks for again, always; one
 * whose fate is unknown only when a repetition does no harm.
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
