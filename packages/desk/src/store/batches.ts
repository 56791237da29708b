import { type Database, transact } from '@card-member/service/database'
import { type Selectable, sql, type Updateable } from 'kysely'
import { type BatchKey, releaseClaimed } from './batch-rows.ts'
import type { BatchesTable } from './batch-tables.ts'
import type { Schema } from './schema.ts'
import { bySlices } from './slices.ts'
import type { Store } from './store.ts'

/** A stored batch. */
export type Batch = Selectable<BatchesTable>

/** Adds a batch. */
export async function insertBatch({ database }: Store, row: Batch): Promise<void> {
  await database.insertInto('batches').values(row).execute()
}

/** Finds a batch by its id, whoever's it is; one that is being prepared is not there yet. */
export function findBatch({ database }: Store, batch_id: string): Promise<Batch | undefined> {
  return database.selectFrom('batches').selectAll().where('batch_id', '=', batch_id).where('state', '<>', 'preparing').executeTakeFirst()
}

/** Finds a batch and holds it until the transaction ends: `update` against everybody, `share` against those who would change it. */
export async function lockBatch(
  { kind, database }: Store,
  { brand_id, batch_id }: BatchKey,
  how: 'update' | 'share',
): Promise<Batch | undefined> {
  const query = database.selectFrom('batches').selectAll().where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  if (kind === 'sqlite') return query.executeTakeFirst()
  return (how === 'update' ? query.forUpdate() : query.forShare()).executeTakeFirst()
}

/** Changes a batch. */
export async function updateBatch({ database }: Store, { brand_id, batch_id }: BatchKey, change: Updateable<BatchesTable>): Promise<void> {
  await database.updateTable('batches').set(change).where('brand_id', '=', brand_id).where('batch_id', '=', batch_id).execute()
}

/** Batches that some process should work on. */
export function findActiveBatches({ database }: Store): Promise<Batch[]> {
  return database
    .selectFrom('batches')
    .selectAll()
    .where(({ eb, or, and }) =>
      or([
        eb('state', '=', 'running'),
        eb('checking', '=', 1),
        // One whose canary is over and that waits for its delay only.
        and([eb('state', '=', 'paused'), eb('stop_reason', '=', 'canary')]),
      ]),
    )
    .orderBy('create_time')
    .execute()
}

/** Batches of the same file. */
export function findSameFile({ database }: Store, brand_id: string, file_sha256: string): Promise<Batch[]> {
  return database
    .selectFrom('batches')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('file_sha256', '=', file_sha256)
    .where('state', '<>', 'preparing')
    .orderBy('create_time', 'desc')
    .execute()
}

/** One page of batches, the newest first, and how many there are. */
export async function listBatches({ database }: Store, brand_ids: readonly string[] | undefined, offset: number, limit: number) {
  let matching = database.selectFrom('batches').where('state', '<>', 'preparing')
  if (brand_ids !== undefined) matching = matching.where('brand_id', 'in', brand_ids.length > 0 ? brand_ids : [''])
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching.selectAll().orderBy('create_time', 'desc').orderBy('batch_id', 'desc').limit(limit).offset(offset).execute()
  return { rows, total_count: Number(total) }
}

/** Removes what a process that died had prepared of a file. */
export async function removeUnfinished(database: Database<Schema>, living: readonly string[]): Promise<void> {
  const found = await database.read
    .selectFrom('batches')
    .select(['brand_id', 'batch_id'])
    .where('state', '=', 'preparing')
    .where('process_id', 'not in', living.length > 0 ? living : [''])
    .execute()
  for (const batch of found) await removeBatch(database, batch)
}

/** Removes a batch and its rows, slice by slice; only for one that is being prepared. */
export async function removeBatch(database: Database<Schema>, batch: BatchKey): Promise<void> {
  const { brand_id, batch_id } = batch
  await bySlices(database, batch, ({ database: transaction }, { first, last }) =>
    transaction
      .deleteFrom('batch_rows')
      .where('brand_id', '=', brand_id)
      .where('batch_id', '=', batch_id)
      .where('line', '>=', first)
      .where('line', '<=', last)
      .execute(),
  )
  await transact(database, ({ database: transaction }) =>
    transaction.deleteFrom('batches').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id).execute(),
  )
}

/** Of the rows that ended since a moment, how the last ones did, the newest first. */
export async function lastEnds({ database }: Store, { brand_id, batch_id }: BatchKey, since: number, count: number) {
  return database
    .selectFrom('batch_rows')
    .select(['state', 'code'])
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('end_time', '>=', since)
    .where('attempts', '>', 0)
    .orderBy('end_time', 'desc')
    .orderBy('line', 'desc')
    .limit(count)
    .execute()
}

/** Makes rows that a check has judged ready to be judged again, slice by slice; rows whose cells are faulty stay as they are. */
export function forgetCheck(database: Database<Schema>, batch: BatchKey): Promise<void> {
  const { brand_id, batch_id } = batch
  return bySlices(database, batch, ({ database: transaction }, { first, last }) =>
    transaction
      .updateTable('batch_rows')
      .set({
        state: 'pending',
        preflight: null,
        code: null,
        message: null,
        invalid_time: null,
        request_id: null,
        end_time: null,
        process_id: null,
      })
      .where('brand_id', '=', brand_id)
      .where('batch_id', '=', batch_id)
      .where('line', '>=', first)
      .where('line', '<=', last)
      .where('preflight', 'is not', null)
      .where('attempts', '=', 0)
      .where(({ exists, selectFrom }) =>
        // What a check finds that has begun meanwhile stays.
        exists(
          selectFrom('batches')
            .select('batches.batch_id')
            .where('batches.brand_id', '=', brand_id)
            .where('batches.batch_id', '=', batch_id)
            .where('batches.state', '=', 'uploaded')
            .where('batches.checking', '=', 0),
        ),
      )
      .execute(),
  )
}

/** Rows by what the check found. */
export async function countPreflight({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<Record<string, number>> {
  const counts = await database
    .selectFrom('batch_rows')
    .select((eb) => ['preflight', eb.fn.countAll<number>().as('count')])
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('preflight', 'is not', null)
    .groupBy('preflight')
    .execute()
  return Object.fromEntries(counts.map(({ preflight, count }) => [String(preflight), Number(count)]))
}

/** Lets go of all pending rows that one process holds, or that processes hold which are gone. */
export async function releaseAllClaimed(store: Store, batch: BatchKey, held: { by: string } | { notBy: readonly string[] }): Promise<void> {
  const { brand_id, batch_id } = batch
  const count = await releaseClaimed(store, batch, held)
  await returnToCanary(
    store,
    Array.from({ length: count }, () => ({ brand_id, batch_id })),
  )
}

/** Rows that were taken in hand and wait again may go with the canary again. */
export async function returnToCanary({ database }: Store, rows: readonly BatchKey[]): Promise<void> {
  for (const [batch_id, mine] of Map.groupBy(rows, (row) => row.batch_id)) {
    await database
      .updateTable('batches')
      .set({ canary_left: sql<number>`canary_left + ${mine.length}` })
      .where('brand_id', '=', mine[0]?.brand_id ?? '')
      .where('batch_id', '=', batch_id)
      .where('canary_left', 'is not', null)
      .execute()
  }
}
