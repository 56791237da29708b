import { rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { ConsentRow } from './consents.ts'
import type { Store } from './store.ts'

/** Which evidence file shows the consent of which line. */
export interface ShownLine {
  readonly evidence_sha256: string
  readonly consent_id: string
  readonly line: number
}

/** The evidence files behind the consents of a batch's rows, by hash, consent and line. */
export async function evidenceOfBatch({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<ShownLine[]> {
  const rows = await database
    .selectFrom('batch_rows')
    .innerJoin('consents', (join) =>
      join.onRef('consents.brand_id', '=', 'batch_rows.brand_id').onRef('consents.consent_id', '=', 'batch_rows.consent_id'),
    )
    .select(['consents.evidence_sha256', 'consents.consent_id', 'batch_rows.line'])
    .where('batch_rows.brand_id', '=', brand_id)
    .where('batch_rows.batch_id', '=', batch_id)
    .where('consents.evidence_sha256', 'is not', null)
    .orderBy('consents.evidence_sha256')
    .orderBy('batch_rows.line')
    .execute()
  return rows.flatMap(({ evidence_sha256, ...row }) => (evidence_sha256 === null ? [] : [{ evidence_sha256, ...row }]))
}

/** A consent, and what its evidence file is. */
export type ShownConsent = ConsentRow & { readonly media_type: string | null }

/** Consents by their ids. */
export async function consentsShown(
  { kind, database }: Store,
  brand_id: string,
  ids: readonly string[],
): Promise<Map<string, ShownConsent>> {
  const { rows } = await sql<ShownConsent>`
    select consents.*, evidence.media_type from ${rowSet(
      kind,
      { consent_id: 'text' },
      ids.map((consent_id) => ({ consent_id })),
    )} cross join consents left join evidence
      on evidence.brand_id = consents.brand_id and evidence.sha256 = consents.evidence_sha256
    where consents.brand_id = ${brand_id} and consents.consent_id = given.consent_id`.execute(database)
  return new Map(rows.map((row) => [row.consent_id, row]))
}

/** The versions of the notice that the consents of a batch's rows name. */
export async function noticeVersionsOf({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number[]> {
  const rows = await database
    .selectFrom('batch_rows')
    .innerJoin('consents', (join) =>
      join.onRef('consents.brand_id', '=', 'batch_rows.brand_id').onRef('consents.consent_id', '=', 'batch_rows.consent_id'),
    )
    .select('consents.notice_version')
    .distinct()
    .where('batch_rows.brand_id', '=', brand_id)
    .where('batch_rows.batch_id', '=', batch_id)
    .orderBy('consents.notice_version')
    .execute()
  return rows.map(({ notice_version }) => Number(notice_version))
}
