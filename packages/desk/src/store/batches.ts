import type { Database } from '@card-member/service/database'
import { type Selectable, sql, type Updateable } from 'kysely'
import type { BatchState } from '../contract/batch.ts'
import type { BatchKey } from './batch-rows.ts'
import type { BatchesTable } from './batch-tables.ts'
import type { Schema } from './schema.ts'
import { bySlices } from './slices.ts'
import type { Store } from './store.ts'
import type { TimeRange } from './time-range.ts'

/** A stored batch. */
export type Batch = Selectable<BatchesTable>

/** Adds a batch. */
export async function insertBatch({ database }: Store, row: Batch): Promise<void> {
  await database.insertInto('batches').values(row).execute()
}

/** Finds a batch of any brand by its id. */
export function findBatch({ database }: Store, batch_id: string): Promise<Batch | undefined> {
  return database.selectFrom('batches').selectAll().where('batch_id', '=', batch_id).executeTakeFirst()
}

/** Finds a batch and locks it until the transaction ends: `update` against every other lock, `share` against `update`. */
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

/** Batches that a process works on. */
export function findActiveBatches({ database }: Store): Promise<Batch[]> {
  return database
    .selectFrom('batches')
    .selectAll()
    .where(({ eb, or, and }) =>
      or([
        eb('state', 'in', ['checking', 'running']),
        // Its canary is complete, and its delay may be over.
        and([eb('state', '=', 'paused'), eb('stop_kind', '=', 'canary')]),
      ]),
    )
    .orderBy('create_time')
    .execute()
}

/** Batches that rest on approvals. */
export function findApprovedBatches({ database }: Store): Promise<Batch[]> {
  return database
    .selectFrom('batches')
    .selectAll()
    .where('state', 'in', ['approved', 'running', 'paused', 'stopped_by_breaker'])
    .orderBy('create_time')
    .execute()
}

const openStates = ['uploaded', 'checking', 'checked', 'approved', 'running', 'paused', 'stopped_by_breaker'] as const

/** A batch that may still invalidate cards. */
export interface OpenBatch {
  readonly batch_id: string
  readonly create_time: number
}

/** The brand's other open batches, the oldest first: the rehearsals for a rehearsal, the others for any other batch. */
export async function findOpenBatches(
  { database }: Store,
  { brand_id, batch_id, rehearsal }: BatchKey & { readonly rehearsal: number },
): Promise<OpenBatch[]> {
  return await database
    .selectFrom('batches')
    .select(['batch_id', 'create_time'])
    .where('brand_id', '=', brand_id)
    .where('batch_id', '<>', batch_id)
    .where('rehearsal', '=', rehearsal)
    .where('state', 'in', openStates)
    .orderBy('create_time')
    .orderBy('batch_id')
    .execute()
}

/** Lets one batch of a brand at a time become open, so that each finds the earlier ones. */
export async function lockOpening({ kind, database }: Store, brand_id: string): Promise<void> {
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${`open batches of ${brand_id}`}, 0))`.execute(database)
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

/** Which batches to list. */
export interface ListedBatches extends TimeRange {
  /** Undefined for every brand. */
  readonly brand_ids: readonly string[] | undefined
  /** Only those whose plan waits for the approval of this staff member. */
  readonly waits_for?: string | undefined
  readonly state?: BatchState | undefined
  /** The id of a staff member. */
  readonly author?: string | undefined
}

/** One page of batches, the newest first, and how many there are. */
export async function listBatches(
  { database }: Store,
  { brand_ids, waits_for, state, author, from, before }: ListedBatches,
  offset: number,
  limit: number,
) {
  let matching = database.selectFrom('batches')
  if (state !== undefined) matching = matching.where('state', '=', state)
  if (author !== undefined) matching = matching.where('author', '=', author)
  if (from !== undefined) matching = matching.where('create_time', '>=', from)
  if (before !== undefined) matching = matching.where('create_time', '<', before)
  if (brand_ids !== undefined) matching = matching.where('brand_id', 'in', brand_ids.length > 0 ? brand_ids : [''])
  if (waits_for !== undefined)
    matching = matching
      .where('state', '=', 'checked')
      .where('plan_count', '>', 0)
      .where('author', '<>', waits_for)
      .where(({ or, eb }) => or([eb('checked_by', 'is', null), eb('checked_by', '<>', waits_for)]))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('batch_approvals')
              .select('batch_approvals.staff_id')
              .whereRef('batch_approvals.brand_id', '=', 'batches.brand_id')
              .whereRef('batch_approvals.batch_id', '=', 'batches.batch_id')
              .whereRef('batch_approvals.plan_sha256', '=', 'batches.plan_sha256')
              .where('batch_approvals.staff_id', '=', waits_for),
          ),
        ),
      )
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching.selectAll().orderBy('create_time', 'desc').orderBy('batch_id', 'desc').limit(limit).offset(offset).execute()
  return { rows, total_count: Number(total) }
}

/** Batches whose process died while it prepared them. */
export function findUnfinished({ database }: Store, living: readonly string[]): Promise<Batch[]> {
  return database
    .selectFrom('batches')
    .selectAll()
    .where('state', '=', 'preparing')
    .where('process_id', 'not in', living.length > 0 ? living : [''])
    .execute()
}

/** Notes how far a file has been read. Returns false when its batch is no longer being prepared. */
export async function notePrepared(
  { database }: Store,
  { brand_id, batch_id }: BatchKey,
  progress: Pick<Batch, 'row_count' | 'faulty_count' | 'bytes_read'>,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('batches')
    .set(progress)
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('state', '=', 'preparing')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Removes the rows of a batch that never became open, slice by slice. */
export function removeRowsOf(database: Database<Schema>, batch: BatchKey): Promise<void> {
  const { brand_id, batch_id } = batch
  return bySlices(database, batch, ({ database: transaction }, { first, last }) =>
    transaction
      .deleteFrom('batch_rows')
      .where('brand_id', '=', brand_id)
      .where('batch_id', '=', batch_id)
      .where('line', '>=', first)
      .where('line', '<=', last)
      .execute(),
  )
}

/** Returns the canary places of rows that are pending again. */
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
