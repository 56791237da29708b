import { type Selectable, sql } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { BatchStepsTable } from './batch-tables.ts'
import type { Store } from './store.ts'

/** One start or stop of a batch. */
export type BatchStep = Selectable<BatchStepsTable>

/** Adds a step after those there are; the caller holds the batch. */
export async function addStep({ database }: Store, step: Omit<BatchStep, 'number'>): Promise<void> {
  const { brand_id, batch_id, time, action, staff_id, stop_kind, stop_code, stop_count, stop_of, process_id } = step
  await sql`
    insert into batch_steps (brand_id, batch_id, number, time, action, staff_id, stop_kind, stop_code, stop_count, stop_of, process_id)
    select ${brand_id}, ${batch_id}, coalesce(max(number), 0) + 1, ${time}, ${action}, ${staff_id},
      ${stop_kind}, ${stop_code}, ${stop_count}, ${stop_of}, ${process_id}
    from batch_steps where brand_id = ${brand_id} and batch_id = ${batch_id}`.execute(database)
}

/** Every start and stop of a batch, in their order. */
export function stepsOf({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<BatchStep[]> {
  return database
    .selectFrom('batch_steps')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .orderBy('number')
    .execute()
}

/** The last start or stop of a batch. */
export function lastStep({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<BatchStep | undefined> {
  return database
    .selectFrom('batch_steps')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}
