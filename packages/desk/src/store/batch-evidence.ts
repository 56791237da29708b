import { rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import { type BatchKey, lineSlices } from './batch-rows.ts'
import type { ConsentRow } from './consents.ts'
import type { EvidenceRow } from './evidence.ts'
import type { Store } from './store.ts'

/** Which evidence file shows the consent of which line. */
export interface ShownLine {
  readonly evidence_sha256: string
  readonly consent_id: string
  readonly line: number
}

/** The evidence files behind the consents of a batch's rows, by hash, consent and line. */
export async function evidenceOfBatch(store: Store, batch: BatchKey): Promise<ShownLine[]> {
  const found: ShownLine[] = []
  for (const { first, last } of await lineSlices(store, batch))
    found.push(
      ...(await store.database
        .selectFrom('batch_rows')
        .innerJoin('consent_evidence as shown', (join) =>
          join.onRef('shown.brand_id', '=', 'batch_rows.brand_id').onRef('shown.consent_id', '=', 'batch_rows.consent_id'),
        )
        .select(['shown.sha256 as evidence_sha256', 'shown.consent_id', 'batch_rows.line'])
        .where('batch_rows.brand_id', '=', batch.brand_id)
        .where('batch_rows.batch_id', '=', batch.batch_id)
        .where('batch_rows.line', '>=', first)
        .where('batch_rows.line', '<=', last)
        .orderBy('batch_rows.line')
        .execute()),
    )
  return found.sort((a, b) => (a.evidence_sha256 < b.evidence_sha256 ? -1 : Number(a.evidence_sha256 > b.evidence_sha256)))
}

/** A consent, and the files that show it. */
export type ShownConsent = ConsentRow & { readonly evidence: readonly Pick<EvidenceRow, 'sha256' | 'media_type'>[] }

/** Consents by their ids. */
export async function consentsShown(
  { kind, database }: Store,
  brand_id: string,
  ids: readonly string[],
): Promise<Map<string, ShownConsent>> {
  const given = rowSet(
    kind,
    { consent_id: 'text' },
    ids.map((consent_id) => ({ consent_id })),
  )
  const { rows } = await sql<ConsentRow>`
    select consents.* from ${given} cross join consents
    where consents.brand_id = ${brand_id} and consents.consent_id = given.consent_id`.execute(database)
  const { rows: files } = await sql<Pick<EvidenceRow, 'sha256' | 'media_type'> & { readonly consent_id: string }>`
    select shown.consent_id, evidence.sha256, evidence.media_type from ${given} cross join consent_evidence as shown
    join evidence on evidence.brand_id = shown.brand_id and evidence.sha256 = shown.sha256
    where shown.brand_id = ${brand_id} and shown.consent_id = given.consent_id
    order by shown.consent_id, shown.sha256`.execute(database)
  const byConsent = Map.groupBy(files, ({ consent_id }) => consent_id)
  return new Map(rows.map((row) => [row.consent_id, { ...row, evidence: byConsent.get(row.consent_id) ?? [] }]))
}

/** The versions of the notice that the consents of a batch's rows name. */
export async function noticeVersionsOf(store: Store, batch: BatchKey): Promise<number[]> {
  const versions = new Set<number>()
  for (const { first, last } of await lineSlices(store, batch)) {
    const rows = await store.database
      .selectFrom('batch_rows')
      .innerJoin('consents', (join) =>
        join.onRef('consents.brand_id', '=', 'batch_rows.brand_id').onRef('consents.consent_id', '=', 'batch_rows.consent_id'),
      )
      .select('consents.notice_version')
      .distinct()
      .where('batch_rows.brand_id', '=', batch.brand_id)
      .where('batch_rows.batch_id', '=', batch.batch_id)
      .where('batch_rows.line', '>=', first)
      .where('batch_rows.line', '<=', last)
      .execute()
    for (const { notice_version } of rows) versions.add(Number(notice_version))
  }
  return [...versions].sort((a, b) => a - b)
}
