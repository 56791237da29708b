import { deskTree } from '../audit/entry.ts'
import { describe, type Finding } from '../audit/finding-kind.ts'
import type { AuditReport } from '../audit/report.ts'
import { storedBrands } from '../store/purge.ts'
import { unloggedConsents, unloggedRows } from '../store/unlogged-rows.ts'
import { type Context, longReading } from './context.ts'

/**
 * Adds to a verification the rows that were written around the audit log: invalidations, batches and consents that no event tells of.
 * Where the log itself is not sound, its events say nothing about rows.
 *
 * @param tree only this brand
 */
export async function withUnloggedRows(context: Context, report: AuditReport, tree: string | undefined): Promise<AuditReport> {
  if (!report.ok || tree === deskTree) return report
  const store = longReading(context)
  const found: Finding[] = []
  const add = (brand_id: string, subject: string) => {
    const location = { tree: brand_id, subject }
    found.push({ ...location, kind: 'row_without_event', words: describe('row_without_event', location) })
  }
  for (const brand_id of tree === undefined ? await storedBrands(store) : [tree]) {
    for (const { table, id } of await unloggedRows(store, brand_id)) add(brand_id, `${table} ${id}`)
    const consents = await unloggedConsents(store, brand_id)
    if (consents > 0) add(brand_id, `consents: ${consents}`)
  }
  return { ...report, ok: found.length === 0, findings: [...report.findings, ...found] }
}
