import { insertRows, rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { ConsentKey } from './consents.ts'
import type { Store } from './store.ts'

const columns = { brand_id: 'text', consent_id: 'text', sha256: 'text' } as const

/** Notes which files show a consent. */
export function insertConsentEvidence(store: Store, { brand_id, consent_id }: ConsentKey, sha256s: readonly string[]): Promise<void> {
  return insertRows(
    store,
    'consent_evidence',
    columns,
    sha256s.map((sha256) => ({ brand_id, consent_id, sha256 })),
  )
}

/** The hashes of the files that show some consents, by the consent's id and in order. */
export async function evidenceOfConsents(
  { kind, database }: Store,
  brand_id: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ consent_id: string; sha256: string }>`
    select consent_evidence.consent_id, consent_evidence.sha256 from ${rowSet(
      kind,
      { consent_id: 'text' },
      ids.map((consent_id) => ({ consent_id })),
    )} cross join consent_evidence
    where consent_evidence.brand_id = ${brand_id} and consent_evidence.consent_id = given.consent_id
    order by consent_evidence.consent_id, consent_evidence.sha256`.execute(database)
  const byConsent = Map.groupBy(rows, ({ consent_id }) => consent_id)
  return new Map([...byConsent].map(([consent_id, some]) => [consent_id, some.map(({ sha256 }) => sha256)]))
}
