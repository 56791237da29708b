import type { Selectable } from 'kysely'
import type { NoticesTable } from './consent-tables.ts'
import type { Store } from './store.ts'

/** A stored notice. */
export type NoticeRow = Selectable<NoticesTable>

/** All versions of a brand's notice, the newest first. */
export function listNotices({ database }: Store, brand_id: string): Promise<NoticeRow[]> {
  return database.selectFrom('notices').selectAll().where('brand_id', '=', brand_id).orderBy('version', 'desc').execute()
}

/** Adds a version; fails when another took its number. */
export async function insertNotice({ database }: Store, row: NoticeRow): Promise<void> {
  await database.insertInto('notices').values(row).execute()
}
