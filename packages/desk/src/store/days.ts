import { sql } from 'kysely'
import type { Store } from './store.ts'

/** Takes up to `wanted` of a day's calls and returns how many there were left to take. */
export async function takeCalls({ database }: Store, brand_id: string, day: string, wanted: number, cap: number | null): Promise<number> {
  const row = { brand_id, day, calls: 0 }
  await database
    .insertInto('days')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brand_id', 'day']).doUpdateSet({ calls: sql<number>`days.calls` }))
    .execute()
  const { calls } = await database
    .selectFrom('days')
    .select('calls')
    .where('brand_id', '=', brand_id)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  const taken = cap === null ? wanted : Math.max(0, Math.min(wanted, cap - calls))
  await giveBack({ database }, brand_id, day, -taken)
  return taken
}

/** Gives calls of a day back that were not made. */
export async function giveBack({ database }: Pick<Store, 'database'>, brand_id: string, day: string, count: number): Promise<void> {
  if (count === 0) return
  await database
    .updateTable('days')
    .set({ calls: sql<number>`calls - ${count}` })
    .where('brand_id', '=', brand_id)
    .where('day', '=', day)
    .execute()
}
