import { type RawBuilder, sql } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { OpenBatch } from './batches.ts'
import type { Store } from './store.ts'

/** Rows whose card another row names: of the same file, or of the batch `holder`. */
export interface Duplicates {
  readonly lines: readonly number[]
  readonly holder?: OpenBatch
}

/** Updates PostgreSQL's statistics after an upload; without them its plan compares every row with every other. */
export async function analyzeRows({ kind, database }: Store): Promise<void> {
  if (kind === 'postgres') await sql`analyze batch_rows`.execute(database)
}

/** Rows that name a card which an earlier row of the file names. It takes one sort, however many rows there are. */
export async function findRepeated(store: Store, { brand_id, batch_id }: BatchKey): Promise<Duplicates> {
  const lines = await linesOf(
    store,
    sql`select line from (
      select line, state, row_number() over (partition by card_hash order by line) as position from batch_rows
      where brand_id = ${brand_id} and batch_id = ${batch_id} and card_hash is not null) as named
    where position > 1 and state = 'pending'`,
  )
  return { lines }
}

/**
 * Rows that name a card which another open batch names, each with the oldest of those batches. All other batches are searched at once;
 * which of them it is, is searched only when there is any.
 */
export async function findInOpenBatches(store: Store, batch: BatchKey, others: readonly OpenBatch[]): Promise<Duplicates[]> {
  const lines = await linesNamedBy(store, batch, others)
  const [only] = others
  if (lines.length === 0 || only === undefined) return []
  if (others.length === 1) return [{ lines, holder: only }]
  const found: Duplicates[] = []
  const known = new Set<number>()
  for (const holder of others) {
    const own = (await linesNamedBy(store, batch, [holder])).filter((line) => !known.has(line))
    for (const line of own) known.add(line)
    if (own.length > 0) found.push({ lines: own, holder })
  }
  return found
}

function linesNamedBy(store: Store, { brand_id, batch_id }: BatchKey, others: readonly OpenBatch[]): Promise<number[]> {
  const ids = others.map((other) => other.batch_id)
  return linesOf(
    store,
    sql`select line from batch_rows
      where brand_id = ${brand_id} and batch_id = ${batch_id} and state = 'pending' and card_hash in (
        select other.card_hash from batch_rows as other where other.brand_id = ${brand_id} and other.batch_id in (${sql.join(['', ...ids])})
        and other.state in ('pending', 'sending', 'unknown') and other.card_hash is not null)`,
  )
}

// Aggregated into one text, because a million result rows would be a million objects passed between threads.
async function linesOf({ kind, database }: Store, found: RawBuilder<unknown>): Promise<number[]> {
  const gathered = kind === 'sqlite' ? sql`json_group_array(line)` : sql`coalesce(json_agg(line)::text, '[]')`
  const { rows } = await sql<{ lines: string }>`select ${gathered} as lines from (${found}) as found`.execute(database)
  const lines: number[] = JSON.parse(rows[0]?.lines ?? '[]')
  return lines.sort((one, two) => one - two)
}
