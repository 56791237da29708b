import type { Selectable } from 'kysely'
import type { EvidenceTable } from './consent-tables.ts'
import type { Store } from './store.ts'

/** A stored evidence file. */
export type EvidenceRow = Selectable<EvidenceTable>

/** Keeps a file, unless the same is there. */
export async function insertEvidence({ database }: Store, row: EvidenceRow): Promise<void> {
  await database
    .insertInto('evidence')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brand_id', 'sha256']).doNothing())
    .execute()
}

/** Whether a file is kept. */
export async function hasEvidence({ database }: Store, brand_id: string, sha256: string): Promise<boolean> {
  const found = await database
    .selectFrom('evidence')
    .select('sha256')
    .where('brand_id', '=', brand_id)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return found !== undefined
}

/** A file by its content's hash. */
export function findEvidence({ database }: Store, brand_id: string, sha256: string): Promise<EvidenceRow | undefined> {
  return database.selectFrom('evidence').selectAll().where('brand_id', '=', brand_id).where('sha256', '=', sha256).executeTakeFirst()
}
