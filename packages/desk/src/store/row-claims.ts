import { rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { BatchKey, BatchRow } from './batch-rows.ts'
import { returnToCanary } from './batches.ts'
import type { Store } from './store.ts'

const keyColumns = { brand_id: 'text', batch_id: 'text', line: 'bigint' } as const

/** Releases claimed rows unchanged. */
export async function releaseRows(
  { kind, database }: Store,
  rows: readonly Pick<BatchRow, 'brand_id' | 'batch_id' | 'line' | 'next_time'>[],
) {
  if (rows.length === 0) return
  await sql`
    update batch_rows set process_id = null, next_time = given.next_time
    from ${rowSet(kind, { ...keyColumns, next_time: 'bigint' }, rows)}
    where batch_rows.brand_id = given.brand_id and batch_rows.batch_id = given.batch_id and batch_rows.line = given.line
      and batch_rows.state = 'pending'`.execute(database)
}

/** Whose claims to release: those of one process, or those of processes that are not among the living. */
export type Claimants = { readonly by: string } | { readonly notBy: readonly string[] }

/** Releases the pending rows that these processes have claimed; their places in the canary are returned. */
export async function releaseClaimed(store: Store, { brand_id, batch_id }: BatchKey, claimants: Claimants): Promise<void> {
  let update = store.database
    .updateTable('batch_rows')
    .set({ process_id: null })
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('state', '=', 'pending')
    .where('process_id', 'is not', null)
  update = 'by' in claimants ? update.where('process_id', '=', claimants.by) : update.where('process_id', 'not in', claimants.notBy)
  const { numUpdatedRows } = await update.executeTakeFirst()
  await returnToCanary(
    store,
    Array.from({ length: Number(numUpdatedRows) }, () => ({ brand_id, batch_id })),
  )
}

const allColumns = [
  'brand_id',
  'batch_id',
  'line',
  'card_id',
  'card_hash',
  'openid_hash',
  'code_last4',
  'cells',
  'consent_channel',
  'told_at',
  'agreed_at',
  'consent_id',
  'state',
  'preflight',
  'code',
  'server_message',
  'faults',
  'warnings',
  'invalid_time',
  'request_id',
  'invalidation_id',
  'attempts',
  'request_count',
  'process_id',
  'next_time',
  'end_time',
] as const

/** Claims pending rows in the order of the file, that no process has claimed and that are due. */
export async function claimRows(
  { kind, database }: Store,
  { brand_id, batch_id }: BatchKey,
  { process_id, now, count, unchecked }: { process_id: string; now: number; count: number; unchecked: boolean },
): Promise<BatchRow[]> {
  // A sub-query under `in` may be evaluated more than once, and would then claim more than `count`.
  const rows = await database
    .with('picked', (picking) => {
      const lines = picking
        .selectFrom('batch_rows')
        .select('line as picked_line')
        .where('brand_id', '=', brand_id)
        .where('batch_id', '=', batch_id)
        // Written as in the partial index of unchecked rows, which a parameter would not match.
        .where('state', '=', sql.lit('pending'))
        .where('process_id', 'is', null)
        .where('next_time', '<=', now)
        .where('preflight', unchecked ? 'is' : 'is not', null)
        .orderBy('line')
        .limit(count)
      return kind === 'postgres' ? lines.forUpdate().skipLocked() : lines
    })
    .updateTable('batch_rows')
    .from('picked')
    .set({ process_id })
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .whereRef('line', '=', 'picked_line')
    .returning(allColumns)
    .execute()
  return rows.sort((a, b) => a.line - b.line)
}

/** How many rows are claimed and not sending yet. */
export async function countClaimed({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number> {
  const { count } = await database
    .selectFrom('batch_rows')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('state', '=', 'pending')
    .where('process_id', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** When the first pending row is due; undefined when none is pending. */
export async function nextPending({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number | undefined> {
  const { next } = await database
    .selectFrom('batch_rows')
    .select(({ fn }) => fn.min<number | null>('next_time').as('next'))
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    // Written as in the partial index of due rows, which a parameter would not match.
    .where('state', '=', sql.lit('pending'))
    .executeTakeFirstOrThrow()
  return next === null ? undefined : Number(next)
}
