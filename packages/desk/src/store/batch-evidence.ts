import type { BatchKey } from './batch-rows.ts'
import type { Store } from './store.ts'

/** The evidence files behind the consents of a batch's rows, by their hashes. */
export async function evidenceOfBatch({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<string[]> {
  const rows = await database
    .selectFrom('batch_rows')
    .innerJoin('consents', (join) =>
      join.onRef('consents.brand_id', '=', 'batch_rows.brand_id').onRef('consents.consent_id', '=', 'batch_rows.consent_id'),
    )
    .select('consents.evidence_sha256')
    .distinct()
    .where('batch_rows.brand_id', '=', brand_id)
    .where('batch_rows.batch_id', '=', batch_id)
    .where('consents.evidence_sha256', 'is not', null)
    .orderBy('consents.evidence_sha256')
    .execute()
  return rows.flatMap(({ evidence_sha256 }) => evidence_sha256 ?? [])
}
