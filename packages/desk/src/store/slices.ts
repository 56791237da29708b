import { type Database, transact } from '@card-member/service/database'
import { sql } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/** How many rows one transaction of a bulk change changes at most, because every other writer waits for it. */
export const sliceRows = 2000

/** Lines of a batch, both ends included. */
export interface Slice {
  readonly first: number
  readonly last: number
}

/** Changes all rows of a batch in order, each slice in its own transaction. */
export async function bySlices(
  database: Database<Schema>,
  batch: BatchKey,
  run: (store: Store, slice: Slice) => Promise<unknown>,
): Promise<void> {
  for await (const slice of slicesOf(database, batch)) await transact(database, (store) => run(store, slice))
}

/** The rows of a batch in their order, in slices. */
export async function* slicesOf({ read }: Pick<Database<Schema>, 'read'>, { brand_id, batch_id }: BatchKey): AsyncGenerator<Slice> {
  for (let first = 0; ; ) {
    const rows = read
      .selectFrom('batch_rows')
      .select('line')
      .where('brand_id', '=', brand_id)
      .where('batch_id', '=', batch_id)
      .where('line', '>=', first)
      .orderBy('line')
      .limit(sliceRows)
      .as('slice')
    const { last } = await read
      .selectFrom(rows)
      .select(({ fn }) => fn.max<number | null>('slice.line').as('last'))
      .executeTakeFirstOrThrow()
    if (last === null) return
    yield { first, last }
    first = last + 1
  }
}

const keys = {
  invalidations: 'invalidation_id',
  consents: 'consent_id',
  consent_requests: 'consent_request_id',
  evidence: 'sha256',
} as const

/** Keys in their order, the last one included. */
export interface KeySlice {
  readonly after: string
  readonly last: string
}

/** A brand's rows of a table in the order of their keys, in slices. */
export async function* keySlices(
  { read }: Pick<Database<Schema>, 'read'>,
  table: keyof typeof keys,
  brand_id: string,
  rows = sliceRows,
): AsyncGenerator<KeySlice> {
  const key = sql.ref(keys[table])
  for (let after = ''; ; ) {
    const found = await sql<{ last: string | null }>`select max(${key}) as last from (
      select ${key} from ${sql.table(table)} where brand_id = ${brand_id} and ${key} > ${after} order by ${key} limit ${rows}) as slice`.execute(
      read,
    )
    const last = found.rows[0]?.last ?? null
    if (last === null) return
    yield { after, last }
    after = last
  }
}
