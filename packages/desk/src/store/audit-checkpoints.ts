import type { CheckpointRow, WitnessRow } from './audit-tables.ts'
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

/** The checkpoints that are kept of a tree, the newest first. */
export function checkpointsOf({ database }: Store, tree: string): Promise<CheckpointRow[]> {
  return database.selectFrom('audit_checkpoints').selectAll().where('tree', '=', tree).orderBy('size', 'desc').execute()
}

/** Adds the line of a witness to a checkpoint. */
export async function addCosignature({ database }: Store, tree: string, size: number, line: string): Promise<void> {
  const query = database.selectFrom('audit_checkpoints').select('cosignatures').where('tree', '=', tree).where('size', '=', size)
  const row = await query.executeTakeFirst()
  if (row === undefined || row.cosignatures.includes(line)) return
  const name = line.split(' ')[1]
  const others = row.cosignatures.split(/(?<=\n)/).filter((other) => other.split(' ')[1] !== name)
  await database
    .updateTable('audit_checkpoints')
    .set({ cosignatures: [...others, line].join('') })
    .where('tree', '=', tree)
    .where('size', '=', size)
    .execute()
}

/** Stores the time-stamp token of a checkpoint. */
export async function setToken({ database }: Store, tree: string, size: number, token: string): Promise<void> {
  await database.updateTable('audit_checkpoints').set({ token }).where('tree', '=', tree).where('size', '=', size).execute()
}

/** What the witnesses are known to have. */
export function listWitnessStates({ database }: Store): Promise<WitnessRow[]> {
  return database.selectFrom('audit_witnesses').selectAll().orderBy('tree').orderBy('witness').execute()
}

/** Stores what a witness is known to have of a tree. */
export async function putWitnessState({ database }: Store, row: WitnessRow): Promise<void> {
  const { tree: _tree, witness: _witness, ...change } = row
  await database
    .insertInto('audit_witnesses')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tree', 'witness']).doUpdateSet(change))
    .execute()
}
