import { sql } from 'kysely'
import type { Store } from './store.ts'

/** Takes up to `wanted` of a day's invalidations and returns how many there were left to take. */
export async function takeDailyQuota(
  { database }: Store,
  brand_id: string,
  day: string,
  wanted: number,
  cap: number | null,
): Promise<number> {
  const row = { brand_id, day, invalidations: 0 }
  await database
    .insertInto('daily_quotas')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brand_id', 'day']).doUpdateSet({ invalidations: sql<number>`daily_quotas.invalidations` }))
    .execute()
  const { invalidations } = await database
    .selectFrom('daily_quotas')
    .select('invalidations')
    .where('brand_id', '=', brand_id)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  const taken = cap === null ? wanted : Math.max(0, Math.min(wanted, cap - invalidations))
  await returnDailyQuota({ database }, brand_id, day, -taken)
  return taken
}

/** Gives invalidations of a day back that were not made. */
export async function returnDailyQuota({ database }: Pick<Store, 'database'>, brand_id: string, day: string, count: number): Promise<void> {
  if (count === 0) return
  await database
    .updateTable('daily_quotas')
    .set({ invalidations: sql<number>`invalidations - ${count}` })
    .where('brand_id', '=', brand_id)
    .where('day', '=', day)
    .execute()
}
