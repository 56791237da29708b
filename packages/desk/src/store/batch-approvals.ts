import type { Selectable } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { BatchApprovalsTable, BatchSamplesTable } from './batch-tables.ts'
import type { Store } from './store.ts'

/** One person's approval. */
export type BatchApproval = Selectable<BatchApprovalsTable>

/** The approvals of a batch, the oldest first. */
export async function approvalsOf({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<BatchApproval[]> {
  return database
    .selectFrom('batch_approvals')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .orderBy('approve_time')
    .orderBy('staff_id')
    .execute()
}

/** Writes an approval, in place of an earlier one of the same person. */
export async function putApproval({ database }: Store, row: BatchApproval): Promise<void> {
  const { brand_id: _, batch_id: __, staff_id: ___, ...values } = row
  await database
    .insertInto('batch_approvals')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brand_id', 'batch_id', 'staff_id']).doUpdateSet(values))
    .execute()
}

/** Removes the approvals of a batch. */
export async function deleteApprovals({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<void> {
  await database.deleteFrom('batch_approvals').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id).execute()
}

/** Whether somebody recorded a consent that a row of the batch uses. */
export async function hasRecordedFor({ database }: Store, { brand_id, batch_id }: BatchKey, staff_id: string): Promise<boolean> {
  const found = await database
    .selectFrom('batch_rows')
    .innerJoin('consents', (join) =>
      join.onRef('consents.brand_id', '=', 'batch_rows.brand_id').onRef('consents.consent_id', '=', 'batch_rows.consent_id'),
    )
    .select('batch_rows.line')
    .where('batch_rows.brand_id', '=', brand_id)
    .where('batch_rows.batch_id', '=', batch_id)
    .where('consents.recorded_by', '=', staff_id)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Remembers that somebody was shown the sample rows of a plan. */
export async function putSampleShown({ database }: Store, row: Selectable<BatchSamplesTable>): Promise<void> {
  const { plan_sha256, time } = row
  await database
    .insertInto('batch_samples')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brand_id', 'batch_id', 'staff_id']).doUpdateSet({ plan_sha256, time }))
    .execute()
}

/** Whether somebody was shown the sample rows of a plan. */
export async function wasSampleShown(
  { database }: Store,
  { brand_id, batch_id }: BatchKey,
  staff_id: string,
  plan_sha256: string,
): Promise<boolean> {
  const found = await database
    .selectFrom('batch_samples')
    .select('time')
    .where('brand_id', '=', brand_id)
    .where('batch_id', '=', batch_id)
    .where('staff_id', '=', staff_id)
    .where('plan_sha256', '=', plan_sha256)
    .executeTakeFirst()
  return found !== undefined
}
