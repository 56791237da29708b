import { sql, type Updateable } from 'kysely'
import type { SettingsTable } from './invalidation-tables.ts'
import type { Store } from './store.ts'

/** Finds the settings that a brand has changed, as JSON. */
export async function findSettings({ database }: Store, brand_id: string): Promise<string | undefined> {
  return (await database.selectFrom('settings').select('value').where('brand_id', '=', brand_id).executeTakeFirst())?.value
}

/** The same, locked until the transaction ends. */
export async function lockSettings({ kind, database }: Store, brand_id: string): Promise<string> {
  // A row that does not exist cannot be locked, so it is inserted first.
  await database
    .insertInto('settings')
    .values({ brand_id, value: '{}', time: 0, changed_by: '', loosened: 0 })
    .onConflict((conflict) => conflict.column('brand_id').doNothing())
    .execute()
  const query = database.selectFrom('settings').select('value').where('brand_id', '=', brand_id)
  return (await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirstOrThrow()).value
}

/** How often a setting of a brand was loosened. */
export async function timesLoosened({ database }: Store, brand_id: string): Promise<number> {
  return (await database.selectFrom('settings').select('loosened').where('brand_id', '=', brand_id).executeTakeFirst())?.loosened ?? 0
}

/** Counts one more loosening of a brand's settings. */
export async function countLoosening({ database }: Store, brand_id: string): Promise<void> {
  await database.updateTable('settings').set({ loosened: sql<number>`loosened + 1` }).where('brand_id', '=', brand_id).execute()
}

/** Changes the settings of a brand. */
export async function updateSettings({ database }: Store, brand_id: string, change: Updateable<SettingsTable>): Promise<void> {
  await database.updateTable('settings').set(change).where('brand_id', '=', brand_id).execute()
}
