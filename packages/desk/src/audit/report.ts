import type { Finding } from './finding-kind.ts'
import type { Findings } from './findings.ts'

/** What a verification looked at. */
export interface Counts {
  chains: number
  events: number
  checkpoints: number
}

/** What a verification came to. */
export interface AuditReport {
  /** Nothing is wrong with what was looked at. */
  readonly ok: boolean
  /** Whether each chain was there from its beginning, or its last purge, to its head; not so in an export of some days. */
  readonly complete: boolean
  readonly findings: readonly Finding[]
  /** How many more findings there are than are listed. */
  readonly findings_left_off: number
  readonly counts: Readonly<Counts>
}

/** Puts a report together. */
export function report(findings: Findings, counts: Counts, complete = true): AuditReport {
  const list = findings.list()
  return { ok: list.length === 0, complete, findings: list, findings_left_off: findings.leftOff, counts }
}

/** Notes when the numbers that chains were given do not add up. */
export function checkNumbers(numbers: readonly number[], chains: number, findings: Findings): void {
  const given = new Set(numbers)
  const missing = Array.from({ length: Math.min(chains, numbers.length + 1) }, (_, index) => index + 1).some((number) => !given.has(number))
  if (missing || given.size !== numbers.length) findings.add('chain_missing', { brand_id: '', sequence: 0 })
}
