import { sql } from 'kysely'
import type { Store } from './store.ts'

/** Takes up to `wanted` from the quota of a day and returns how many were taken. */
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

/**
 * Takes one place of what a person may end singly on a day; `false` when none is left. The row is locked until the transaction ends, so
 * that the count is exact.
 */
export async function takePersonalQuota(
  { database }: Pick<Store, 'database'>,
  { brand_id, requested_by: staff_id, day }: { readonly brand_id: string; readonly requested_by: string; readonly day: string },
  limit: number,
): Promise<boolean> {
  const one = sql<number>`personal_quotas.invalidations + 1`
  await database
    .insertInto('personal_quotas')
    .values({ brand_id, staff_id, day, invalidations: 1 })
    .onConflict((conflict) => conflict.columns(['brand_id', 'staff_id', 'day']).doUpdateSet({ invalidations: one }))
    .execute()
  const { invalidations } = await database
    .selectFrom('personal_quotas')
    .select('invalidations')
    .where('brand_id', '=', brand_id)
    .where('staff_id', '=', staff_id)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  return invalidations <= limit
}

/** Returns unused invalidations to the quota of a day. */
export async function returnDailyQuota({ database }: Pick<Store, 'database'>, brand_id: string, day: string, count: number): Promise<void> {
  if (count === 0) return
  await database
    .updateTable('daily_quotas')
    .set({ invalidations: sql<number>`invalidations - ${count}` })
    .where('brand_id', '=', brand_id)
    .where('day', '=', day)
    .execute()
}

/** How many cards of a brand are invalidated, or being invalidated, on a day. */
export async function findDailyQuota({ database }: Pick<Store, 'database'>, brand_id: string, day: string): Promise<number> {
  const found = await database
    .selectFrom('daily_quotas')
    .select('invalidations')
    .where('brand_id', '=', brand_id)
    .where('day', '=', day)
    .executeTakeFirst()
  return Number(found?.invalidations ?? 0)
}

/** How many places of a day a person took. */
export async function findPersonalQuota(
  { database }: Pick<Store, 'database'>,
  { brand_id, staff_id, day }: { readonly brand_id: string; readonly staff_id: string; readonly day: string },
): Promise<number> {
  const found = await database
    .selectFrom('personal_quotas')
    .select('invalidations')
    .where('brand_id', '=', brand_id)
    .where('staff_id', '=', staff_id)
    .where('day', '=', day)
    .executeTakeFirst()
  return Number(found?.invalidations ?? 0)
}
