import type { Store } from './store.ts'

/** The last verification of one tree, or as `*` of all. Times are Unix seconds. */
export interface AuditVerificationRow {
  readonly scope: string
  readonly started_by: string
  readonly start_time: number
  /** When it last told how far it is. */
  readonly progress_time: number
  readonly end_time: number | null
  /** How many events there were when it began. */
  readonly total: number
  /** How many events it has read. */
  readonly checked: number
  /** JSON. */
  readonly findings: string
  /** How many more there are than are listed. */
  readonly findings_left_off: number
}

/** Stores how far a verification is, in place of the one before. */
export async function putVerification({ database }: Store, row: AuditVerificationRow): Promise<void> {
  const { scope: _scope, ...change } = row
  await database
    .insertInto('audit_verifications')
    .values(row)
    .onConflict((conflict) => conflict.column('scope').doUpdateSet(change))
    .execute()
}

/** The last verification of a scope. */
export function findVerification({ database }: Store, scope: string): Promise<AuditVerificationRow | undefined> {
  return database.selectFrom('audit_verifications').selectAll().where('scope', '=', scope).executeTakeFirst()
}
