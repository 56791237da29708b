import { rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { WithdrawalsTable } from './consent-tables.ts'
import type { Store } from './store.ts'

/** That one member withdrew every consent for one card. */
export type WithdrawalRow = Selectable<WithdrawalsTable>

/** A member and a card, as hashes. */
export type MemberCard = Pick<WithdrawalRow, 'card_hash' | 'openid_hash'>

/** The last withdrawals of members. */
export class Withdrawals {
  readonly #latest: ReadonlyMap<string, number>

  constructor(rows: readonly Pick<WithdrawalRow, 'card_hash' | 'openid_hash' | 'withdraw_time'>[]) {
    this.#latest = new Map(rows.map((row) => [nameOf(row), row.withdraw_time]))
  }

  /** Unix seconds; undefined when the member has withdrawn nothing for the card. */
  of(member: MemberCard): number | undefined {
    return this.#latest.get(nameOf(member))
  }
}

function nameOf({ card_hash, openid_hash }: MemberCard): string {
  return `${card_hash} ${openid_hash}`
}

/** Adds a withdrawal; two in one second are one. */
export async function insertWithdrawal({ database }: Store, row: WithdrawalRow): Promise<void> {
  await database
    .insertInto('withdrawals')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brand_id', 'card_hash', 'openid_hash', 'withdraw_time']).doNothing())
    .execute()
}

/** The last withdrawals of these members for these cards. */
export async function lastWithdrawals({ kind, database }: Store, brand_id: string, members: readonly MemberCard[]): Promise<Withdrawals> {
  if (members.length === 0) return new Withdrawals([])
  const given = members.map(({ card_hash, openid_hash }) => ({ card_hash, openid_hash }))
  const { rows } = await sql<Pick<WithdrawalRow, 'card_hash' | 'openid_hash' | 'withdraw_time'>>`
    select withdrawals.card_hash, withdrawals.openid_hash, max(withdrawals.withdraw_time) as withdraw_time
    from ${rowSet(kind, { card_hash: 'text', openid_hash: 'text' }, given)} cross join withdrawals
    where withdrawals.brand_id = ${brand_id} and withdrawals.card_hash = given.card_hash and withdrawals.openid_hash = given.openid_hash
    group by withdrawals.card_hash, withdrawals.openid_hash`.execute(database)
  return new Withdrawals(rows.map((row) => ({ ...row, withdraw_time: Number(row.withdraw_time) })))
}

/** How many cards of a batch's plan have a consent that was withdrawn since the check. */
export async function countWithdrawn({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number> {
  const { rows } = await sql<{ withdrawn: number }>`
    select count(*) as withdrawn from batch_rows cross join consents
    where batch_rows.brand_id = ${brand_id} and batch_rows.batch_id = ${batch_id} and batch_rows.faults is null
      and batch_rows.preflight in ('can_be_invalidated', 'expired')
      and consents.brand_id = batch_rows.brand_id and consents.consent_id = batch_rows.consent_id
      and (consents.state = 'withdrawn' or exists (select 1 from withdrawals
        where withdrawals.brand_id = consents.brand_id and withdrawals.card_hash = consents.card_hash
          and withdrawals.openid_hash = consents.openid_hash and withdrawals.withdraw_time >= consents.agreed_at))`.execute(database)
  return Number(rows[0]?.withdrawn ?? 0)
}
