import { sql } from 'kysely'
import type { NoticeRow } from './notices.ts'
import type { Store } from './store.ts'

const deskTree = 'desk'

/** The brands that have anything in the audit log, in order. */
export async function brandsWithTree({ database }: Store): Promise<string[]> {
  const rows = await database.selectFrom('audit_trees').select('tree').where('tree', '<>', deskTree).orderBy('tree').execute()
  return rows.map(({ tree }) => tree)
}

/** The newest notice of each of these brands that has one. */
export async function newestNotices({ database }: Store, brand_ids: readonly string[]): Promise<Pick<NoticeRow, 'brand_id' | 'details'>[]> {
  if (brand_ids.length === 0) return []
  const newest = sql<number>`(select max(version) from notices newest where newest.brand_id = notices.brand_id)`
  return database
    .selectFrom('notices')
    .select(['brand_id', 'details'])
    .where('brand_id', 'in', brand_ids)
    .where('version', '=', newest)
    .execute()
}
