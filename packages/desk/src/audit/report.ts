import type { Finding } from './finding-kind.ts'
import type { Findings } from './findings.ts'

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
}

/** Makes a report. */
export function makeReport(findings: Findings, counts: AuditCounts): AuditReport {
  const list = findings.list()
  return { ok: list.length === 0, findings: list, findings_left_off: findings.leftOff, counts }
}
