import { type Database, transact } from '@card-member/service/database'
import type { BatchKey } from './batch-rows.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** How many rows one transaction changes at most when many are to be changed: everybody else waits for it. */
export const sliceRows = 2000

/** Lines of a batch, both ends included. */
export interface Slice {
  readonly first: number
  readonly last: number
}

/** Goes through all rows of a batch in their order, a slice in a transaction of its own each. */
export async function bySlices(
  database: Database<Schema>,
  { brand_id, batch_id }: BatchKey,
  run: (store: Store, slice: Slice) => Promise<unknown>,
): Promise<void> {
  for (let first = 0; ; ) {
    const rows = database.read
      .selectFrom('batch_rows')
      .select('line')
      .where('brand_id', '=', brand_id)
      .where('batch_id', '=', batch_id)
      .where('line', '>=', first)
      .orderBy('line')
      .limit(sliceRows)
      .as('slice')
    const { last } = await database.read
      .selectFrom(rows)
      .select(({ fn }) => fn.max<number | null>('slice.line').as('last'))
      .executeTakeFirstOrThrow()
    if (last === null) return
    const slice = { first, last }
    await transact(database, (store) => run(store, slice))
    first = last + 1
  }
}
