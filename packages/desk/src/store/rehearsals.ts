import { sql } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { Store } from './store.ts'

/** How many cards of a batch's plan no rehearsal of the brand has invalidated. */
export async function countUnrehearsed({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number> {
  const { rows } = await sql<{ missing: number }>`
    with rehearsed as (
      select distinct batch_rows.card_hash from batches join batch_rows
        on batch_rows.brand_id = batches.brand_id and batch_rows.batch_id = batches.batch_id
      where batches.brand_id = ${brand_id} and batches.rehearsal = 1 and batch_rows.state = 'done' and batch_rows.card_hash is not null
    )
    select count(*) as missing from batch_rows left join rehearsed on rehearsed.card_hash = batch_rows.card_hash
    where batch_rows.brand_id = ${brand_id} and batch_rows.batch_id = ${batch_id} and batch_rows.faults is null
      and batch_rows.preflight in ('can_be_invalidated', 'expired') and rehearsed.card_hash is null`.execute(database)
  return Number(rows[0]?.missing ?? 0)
}
