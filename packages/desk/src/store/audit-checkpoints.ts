import type { CheckpointRow } from './audit-tables.ts'
import type { Store } from './store.ts'

/** Stores a checkpoint and forgets older ones, except the newest with cosignatures. */
export async function addCheckpoint({ database }: Store, row: CheckpointRow): Promise<void> {
  await database
    .insertInto('audit_checkpoints')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tree', 'size']).doNothing())
    .execute()
  const cosigned = await database
    .selectFrom('audit_checkpoints')
    .select(({ fn }) => fn.max('size').as('size'))
    .where('tree', '=', row.tree)
    .where('cosignatures', '!=', '')
    .executeTakeFirst()
  await database
    .deleteFrom('audit_checkpoints')
    .where('tree', '=', row.tree)
    .where('size', '<', row.size)
    .where('size', '!=', Number(cosigned?.size ?? -1))
    .execute()
}
