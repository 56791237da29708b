import { deskTree } from '../audit/entry.ts'
import { describe, type Finding } from '../audit/finding-kind.ts'
import type { AuditReport } from '../audit/report.ts'
import { auditedTrees } from '../store/audit-reading.ts'
import { storedBrands } from '../store/purge.ts'
import { unloggedConsents, unloggedRows } from '../store/unlogged-rows.ts'
import { changedRows } from './changed-rows.ts'
import { type Context, longReading } from './context.ts'

/**
 * Adds to a verification the rows that were written around the audit log: invalidations, batches and consents that no event tells of, and
 * rows that are not as their events say.
 * Where the log itself is not sound, its events say nothing about rows.
 *
 * @param tree only this brand
 */
export async function withUnloggedRows(context: Context, report: AuditReport, tree: string | undefined): Promise<AuditReport> {
  if (!report.ok) return report
  const store = longReading(context)
  const found: Finding[] = []
  const add = (owner: string, subject: string, kind: 'row_without_event' | 'row_changed' = 'row_without_event') => {
    const location = { tree: owner, subject }
    found.push({ ...location, kind, words: describe(kind, location) })
  }
  const brands = new Set([...(await storedBrands(store)), ...(await auditedTrees(store)), deskTree])
  for (const owner of tree === undefined ? [...brands] : [tree])
    for (const subject of await changedRows(context, owner)) add(owner, subject, 'row_changed')
  for (const brand_id of tree === undefined ? await storedBrands(store) : [tree].filter((one) => one !== deskTree)) {
    for (const { table, id } of await unloggedRows(store, brand_id)) add(brand_id, `${table} ${id}`)
    const consents = await unloggedConsents(store, brand_id)
    if (consents > 0) add(brand_id, `consents: ${consents}`)
  }
  return { ...report, ok: found.length === 0, findings: [...report.findings, ...found] }
}
