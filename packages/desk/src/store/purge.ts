import { sql } from 'kysely'
import type { Store } from './store.ts'

/** All brands that anything is stored of. */
export async function storedBrands({ database }: Store): Promise<string[]> {
  const { rows } = await sql<{ brand_id: string }>`
    select brand_id from consents union select brand_id from calls union select brand_id from batches union select brand_id from evidence
    order by brand_id`.execute(database)
  return rows.map(({ brand_id }) => brand_id)
}

/** Takes codes and OpenIDs away whose outcome is older than `before`; what was done, when and by whom stays. */
export async function forgetMembers({ database }: Store, brand_id: string, before: number): Promise<number> {
  const calls =
    await sql`update calls set member = null where brand_id = ${brand_id} and member is not null and end_time < ${before}`.execute(database)
  const consents = await sql`
    update consents set member = null where brand_id = ${brand_id} and member is not null and (
      (state = 'withdrawn' and withdraw_time < ${before}) or (state = 'recorded' and expire_time < ${before}) or
      (state = 'used' and exists (select 1 from calls where calls.brand_id = consents.brand_id and calls.record_id = consents.used_by
        and calls.end_time < ${before})))`.execute(database)
  const cells = await sql`
    update batch_rows set cells = null where brand_id = ${brand_id} and cells is not null and batch_id in (
      select batch_id from batches where brand_id = ${brand_id} and state in ('done', 'cancelled') and end_time < ${before})`.execute(
    database,
  )
  // Heads and samples of a file may name people.
  await sql`
    update batches set file_reading = null where brand_id = ${brand_id} and file_reading is not null and state in ('done', 'cancelled')
    and end_time < ${before}`.execute(database)
  return [calls, consents, cells].reduce((sum, { numAffectedRows = 0n }) => sum + Number(numAffectedRows), 0)
}

/** Takes records, consents and evidence away that are older than `before`. */
export async function forgetRecords({ database }: Store, brand_id: string, before: number): Promise<number> {
  // A batch with a call in doubt is not over, whatever its state: what is read back later ends its row.
  const over = sql`brand_id = ${brand_id} and state in ('done', 'cancelled') and end_time < ${before} and not exists (
    select 1 from calls where calls.brand_id = batches.brand_id and calls.batch_id = batches.batch_id and calls.state in ('sending', 'unknown'))`
  const old = sql`select batch_id from batches where ${over}`
  const removed = [
    await sql`delete from batch_rows where brand_id = ${brand_id} and batch_id in (${old})`.execute(database),
    await sql`delete from batch_steps where brand_id = ${brand_id} and batch_id in (${old})`.execute(database),
    await sql`delete from batches where ${over}`.execute(database),
    await sql`delete from consents where brand_id = ${brand_id} and record_time < ${before} and (state <> 'used' or exists (
      select 1 from calls where calls.brand_id = consents.brand_id and calls.record_id = consents.used_by and calls.end_time < ${before}))`.execute(
      database,
    ),
    await sql`delete from calls where brand_id = ${brand_id} and end_time < ${before}`.execute(database),
    await sql`delete from evidence where brand_id = ${brand_id} and time < ${before} and not exists (
      select 1 from consents where consents.brand_id = evidence.brand_id and consents.evidence_sha256 = evidence.sha256)`.execute(database),
  ]
  return removed.reduce((sum, { numAffectedRows = 0n }) => sum + Number(numAffectedRows), 0)
}
