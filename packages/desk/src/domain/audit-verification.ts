import type { Finding } from '../audit/finding-kind.ts'
import type { AuditReport } from '../audit/report.ts'
import { listTrees } from '../store/audit-reading.ts'
import { type AuditVerificationRow, findVerification, putVerification } from '../store/audit-verifications.ts'
import { findStaff } from '../store/staff.ts'
import { type Context, reading, secondsOf, write } from './context.ts'

/** A verification as it is known to everybody who may read the log. Times are Unix seconds. */
export interface VerificationState extends Omit<AuditVerificationRow, 'scope' | 'findings' | 'progress_time'> {
  /** `lost`: its process ended before it did. */
  readonly started_by_name: string
  readonly state: 'running' | 'done' | 'lost'
  readonly findings: readonly Omit<Finding, 'words'>[]
}

const tellSeconds = 1
const lostSeconds = 60

/** The name under which the last verification of a tree, or of all, is kept. */
export const scopeOf = (tree: string | undefined) => tree ?? '*'

/** The last verification of a scope; undefined before the first. */
export async function lastVerification(context: Context, scope: string): Promise<VerificationState | undefined> {
  const row = await findVerification(reading(context), scope)
  if (row === undefined) return undefined
  const { scope: _scope, progress_time, findings, ...rest } = row
  const started_by_name = (await findStaff(reading(context), row.started_by))?.name ?? row.started_by
  return { ...rest, started_by_name, findings: JSON.parse(findings), state: stateOf(row, secondsOf(context.clock)) }
}

function stateOf({ end_time, progress_time }: AuditVerificationRow, now: number): VerificationState['state'] {
  if (end_time !== null) return 'done'
  return now >= progress_time + lostSeconds ? 'lost' : 'running'
}

/** Runs a verification and keeps how far it is and what it found, so that a page can show it. */
export async function keepVerification(
  context: Context,
  started_by: string,
  tree: string | undefined,
  verify: (onProgress: (events: number) => void) => Promise<AuditReport>,
): Promise<AuditReport> {
  const sizes = [...(await listTrees(reading(context))).values()].filter((row) => [row.tree, 'desk'].includes(tree ?? row.tree))
  const start_time = secondsOf(context.clock)
  let row: AuditVerificationRow = {
    scope: scopeOf(tree),
    started_by,
    start_time,
    progress_time: start_time,
    end_time: null,
    total: sizes.reduce((sum, { size, first_index }) => sum + Math.max(0, size - first_index || 0), 0),
    checked: 0,
    findings: '[]',
    findings_left_off: 0,
  }
  const put = (change: Partial<AuditVerificationRow>) => {
    row = { ...row, ...change }
    return write(context, (store) => putVerification(store, row))
  }
  await put({})
  let writing = Promise.resolve()
  const report = await verify((events) => {
    row = { ...row, checked: row.checked + events }
    const progress_time = secondsOf(context.clock)
    // One write at a time: one that fails is made up for by the last.
    if (progress_time < row.progress_time + tellSeconds) return
    row = { ...row, progress_time }
    writing = writing.then(() => put({})).catch(() => undefined)
  })
  await writing
  const findings = JSON.stringify(report.findings.map(({ words: _words, ...finding }) => finding))
  const now = secondsOf(context.clock)
  await put({ findings, findings_left_off: report.findings_left_off, checked: report.counts.events, progress_time: now, end_time: now })
  return report
}
