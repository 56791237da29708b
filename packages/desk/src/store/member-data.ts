import { rowSet } from '@card-member/service/database'
import { type RawBuilder, sql } from 'kysely'
import type { BatchRow } from './batch-rows.ts'
import type { ConsentRequestRow } from './consent-requests.ts'
import type { ConsentRow } from './consents.ts'
import type { InvalidationRow } from './invalidations.ts'
import type { Store } from './store.ts'
import type { WithdrawalRow } from './withdrawals.ts'

/** Everything that names one member, by the hash of their OpenID. */
export interface MemberRows {
  readonly consents: readonly ConsentRow[]
  readonly consent_requests: readonly ConsentRequestRow[]
  readonly withdrawals: readonly WithdrawalRow[]
  readonly invalidations: readonly InvalidationRow[]
  readonly batch_rows: readonly BatchRow[]
}

/** The rows of one member. */
export async function rowsOfMember({ database }: Store, brand_id: string, openid_hash: string): Promise<MemberRows> {
  const of = <Table extends 'consents' | 'consent_requests' | 'withdrawals' | 'invalidations' | 'batch_rows'>(table: Table) =>
    sql`select * from ${sql.table(table)} where brand_id = ${brand_id} and openid_hash = ${openid_hash}`
  const read = async <Row>(query: RawBuilder<unknown>, order: RawBuilder<unknown>) =>
    (await sql<Row>`${query} order by ${order}`.execute(database)).rows
  return {
    consents: await read<ConsentRow>(of('consents'), sql`consent_id`),
    consent_requests: await read<ConsentRequestRow>(of('consent_requests'), sql`consent_request_id`),
    withdrawals: await read<WithdrawalRow>(of('withdrawals'), sql`withdraw_time, card_hash`),
    invalidations: await read<InvalidationRow>(of('invalidations'), sql`invalidation_id`),
    batch_rows: await read<BatchRow>(of('batch_rows'), sql`batch_id, line`),
  }
}

/** An event of the audit log that names a member or a card of theirs. */
export interface NamingEvent {
  readonly index: number
  readonly time: number
  readonly actor: string
  readonly action: string
  readonly facts: string
}

/** Events that are looked through by one query; others who wait for its connection have theirs in between. */
const sliceEvents = 20_000

/** The events of a brand whose facts hold one of some hashes, the oldest first. It reads the whole log of the brand, slice by slice. */
export async function eventsNaming({ kind, database }: Store, brand_id: string, hashes: readonly string[]): Promise<NamingEvent[]> {
  const place = kind === 'postgres' ? sql`strpos` : sql`instr`
  const given = rowSet(
    kind,
    { hash: 'text' },
    hashes.map((hash) => ({ hash })),
  )
  const { rows: ends } = await sql<{ readonly first: number | null; readonly last: number | null }>`
    select (select min("index") from audit_events where tree = ${brand_id}) as first,
      (select max("index") from audit_events where tree = ${brand_id}) as last`.execute(database)
  const found: NamingEvent[] = []
  for (let from = Number(ends[0]?.first ?? 0); from <= Number(ends[0]?.last ?? -1); from += sliceEvents) {
    const { rows } = await sql<NamingEvent>`
      select "index", time, actor, action, facts from audit_events
      where tree = ${brand_id} and "index" >= ${from} and "index" < ${from + sliceEvents}
        and exists (select 1 from ${given} where ${place}(audit_events.facts, given.hash) > 0)
      order by "index"`.execute(database)
    found.push(...rows.map((row) => ({ ...row, index: Number(row.index), time: Number(row.time) })))
  }
  return found
}
