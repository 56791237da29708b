import { type Database, transact } from '@card-member/service/database'
import { type RawBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'
import { type KeySlice, keySlices, type Slice, slicesOf } from './slices.ts'
import type { Store } from './store.ts'

// Files are large.
const evidenceAtOnce = 20

/** All brands with stored rows. */
export async function storedBrands({ database }: Store): Promise<string[]> {
  const { rows } = await sql<{ brand_id: string }>`
    select brand_id from consents union select brand_id from invalidations union select brand_id from batches union select brand_id from evidence union select brand_id from consent_requests
    order by brand_id`.execute(database)
  return rows.map(({ brand_id }) => brand_id)
}

/**
 * Removes codes and OpenIDs whose outcome is older than `before`; what was done, when and by whom stays. Other writers wait for one
 * slice at most. Returns how many rows changed.
 */
export async function forgetMembers(database: Database<Schema>, brand_id: string, before: number): Promise<number> {
  let rows = 0
  for await (const slice of keySlices(database, 'invalidations', brand_id))
    rows += await change(
      database,
      sql`update invalidations set member = null where brand_id = ${brand_id} and ${within('invalidation_id', slice)}
        and member is not null and end_time < ${before}`,
    )
  for await (const slice of keySlices(database, 'consents', brand_id))
    rows += await change(
      database,
      sql`update consents set member = null where brand_id = ${brand_id} and ${within('consent_id', slice)} and member is not null and (
        (state = 'withdrawn' and withdraw_time < ${before}) or (state = 'recorded' and expire_time < ${before}) or
        (state = 'superseded' and record_time < ${before}) or
        (state = 'used' and exists (select 1 from invalidations where invalidations.brand_id = consents.brand_id and invalidations.invalidation_id = consents.used_by
          and invalidations.end_time < ${before})))`,
    )
  for await (const slice of keySlices(database, 'consent_requests', brand_id))
    rows += await change(
      database,
      sql`update consent_requests set member = null where brand_id = ${brand_id} and ${within('consent_request_id', slice)}
        and member is not null and coalesce(end_time, expire_time) < ${before}`,
    )
  for (const batch_id of await endedBefore(database, brand_id, before)) {
    const batch = sql`brand_id = ${brand_id} and batch_id = ${batch_id}`
    for await (const slice of slicesOf(database, { brand_id, batch_id }))
      rows += await change(database, sql`update batch_rows set cells = null where ${batch} and ${lines(slice)} and cells is not null`)
    // Heads and samples of a file may name people.
    await change(database, sql`update batches set file_reading = null where ${batch} and file_reading is not null`)
  }
  return rows
}

/** Removes batches, consents, invalidations and evidence that are older than `before`, in slices. Returns how many rows were removed. */
export async function removeOldRows(database: Database<Schema>, brand_id: string, before: number): Promise<number> {
  let rows = 0
  for (const batch_id of await endedBefore(database, brand_id, before)) {
    // A batch with an unknown outcome is kept, whatever its state: reading the outcome back changes its row.
    if (await isUnknown(database, brand_id, batch_id)) continue
    const batch = sql`brand_id = ${brand_id} and batch_id = ${batch_id}`
    for await (const slice of slicesOf(database, { brand_id, batch_id }))
      rows += await change(database, sql`delete from batch_rows where ${batch} and ${lines(slice)}`)
    // Who approved, and to whom sample rows were shown, goes with the batch; the audit log has it as long as it is kept.
    await change(
      database,
      sql`delete from batch_approvals where ${batch}`,
      sql`delete from batch_samples where ${batch}`,
      sql`delete from batch_counts where ${batch}`,
    )
    rows += await change(database, sql`delete from batch_steps where ${batch}`, sql`delete from batches where ${batch}`)
  }
  // A consent is kept as long as the invalidation that used it, so consents are removed first.
  for await (const slice of keySlices(database, 'consents', brand_id)) {
    rows += await change(
      database,
      sql`delete from consents where brand_id = ${brand_id} and ${within('consent_id', slice)} and record_time < ${before}
        and (state <> 'used' or exists (select 1 from invalidations where invalidations.brand_id = consents.brand_id
          and invalidations.invalidation_id = consents.used_by and invalidations.end_time < ${before}))`,
    )
    await change(
      database,
      sql`delete from consent_evidence where brand_id = ${brand_id} and ${within('consent_id', slice)} and not exists (
        select 1 from consents where consents.brand_id = consent_evidence.brand_id and consents.consent_id = consent_evidence.consent_id)`,
    )
  }
  for await (const slice of keySlices(database, 'invalidations', brand_id))
    rows += await change(
      database,
      sql`delete from invalidations where brand_id = ${brand_id} and ${within('invalidation_id', slice)} and end_time < ${before}`,
    )
  for await (const slice of keySlices(database, 'consent_requests', brand_id))
    rows += await change(
      database,
      sql`delete from consent_requests where brand_id = ${brand_id} and ${within('consent_request_id', slice)}
        and coalesce(end_time, expire_time) < ${before}`,
    )
  for await (const slice of keySlices(database, 'evidence', brand_id, evidenceAtOnce))
    rows += await change(
      database,
      sql`delete from evidence where brand_id = ${brand_id} and ${within('sha256', slice)} and time < ${before} and not exists (
        select 1 from consent_evidence where consent_evidence.brand_id = evidence.brand_id and consent_evidence.sha256 = evidence.sha256)`,
    )
  return rows
}

/** Removes the counts of how much each person ended singly on days before `day`, and the counts of the brand. */
export async function removeOldQuotas(database: Database<Schema>, brand_id: string, day: string): Promise<void> {
  const old = sql`brand_id = ${brand_id} and day < ${day}`
  await change(database, sql`delete from personal_quotas where ${old}`, sql`delete from daily_quotas where ${old}`)
}

async function endedBefore({ read }: Database<Schema>, brand_id: string, before: number): Promise<string[]> {
  const rows = await read
    .selectFrom('batches')
    .select('batch_id')
    .where('brand_id', '=', brand_id)
    .where('state', 'in', ['done', 'cancelled', 'failed'])
    .where('end_time', '<', before)
    .execute()
  return rows.map(({ batch_id }) => batch_id)
}

async function isUnknown({ read }: Database<Schema>, brand_id: string, batch_id: string): Promise<boolean> {
  const query = read.selectFrom('invalidations').select('invalidation_id').where('brand_id', '=', brand_id).where('batch_id', '=', batch_id)
  // Written as in the partial index of open invalidations.
  const open = query.where(sql<boolean>`state in ('sending', 'unknown')`)
  return (await open.limit(1).executeTakeFirst()) !== undefined
}

/** Runs statements in one transaction; returns how many rows they changed. */
function change(database: Database<Schema>, ...statements: readonly RawBuilder<unknown>[]): Promise<number> {
  return transact(database, async (store) => {
    let rows = 0
    for (const statement of statements) rows += Number((await statement.execute(store.database)).numAffectedRows ?? 0n)
    return rows
  })
}

function within(key: string, { after, last }: KeySlice): RawBuilder<unknown> {
  return sql`${sql.ref(key)} > ${after} and ${sql.ref(key)} <= ${last}`
}

function lines({ first, last }: Slice): RawBuilder<unknown> {
  return sql`line >= ${first} and line <= ${last}`
}
