import type { Finding } from './finding-kind.ts'
import type { Findings } from './findings.ts'
import type { Testimony } from './witnessing.ts'

/** What was verified. */
export interface AuditCounts {
  trees: number
  events: number
  /** Checkpoints that were compared: those of the desk's own tree, and what was given beside. */
  checkpoints: number
}

/** The result of a verification. */
export interface AuditReport {
  /** Whether there is no finding. */
  readonly ok: boolean
  readonly findings: readonly Finding[]
  /** How many more findings there are than are listed. */
  readonly findings_left_off: number
  readonly counts: Readonly<AuditCounts>
  /** What the witnesses said. That one cannot be reached is no finding. */
  readonly witnesses: readonly Testimony[]
}

/** Makes a report. */
export function makeReport(findings: Findings, counts: AuditCounts, witnesses: readonly Testimony[] = []): AuditReport {
  const list = findings.list()
  return { ok: list.length === 0, findings: list, findings_left_off: findings.leftOff, counts, witnesses }
}
