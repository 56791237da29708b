import type { Finding } from './finding-kind.ts'
import type { Findings } from './findings.ts'

/** What was verified. */
export interface AuditCounts {
  chains: number
  events: number
  checkpoints: number
}

/** The result of a verification. */
export interface AuditReport {
  /** Whether there is no finding. */
  readonly ok: boolean
  /** Whether each chain was verified from its beginning, or its last purge, to its head. An export of some days is not complete. */
  readonly complete: boolean
  readonly findings: readonly Finding[]
  /** How many more findings there are than are listed. */
  readonly findings_left_off: number
  readonly counts: Readonly<AuditCounts>
}

/** Makes a report. */
export function makeReport(findings: Findings, counts: AuditCounts, complete = true): AuditReport {
  const list = findings.list()
  return { ok: list.length === 0, complete, findings: list, findings_left_off: findings.leftOff, counts }
}

/** Finds missing and repeated numbers of chains. */
export function checkChainNumbers(numbers: readonly number[], chains: number, findings: Findings): void {
  const given = new Set(numbers)
  const missing = Array.from({ length: Math.min(chains, numbers.length + 1) }, (_, index) => index + 1).some((number) => !given.has(number))
  if (missing || given.size !== numbers.length) findings.add('chain_missing', { brand_id: '', sequence: 0 })
}
