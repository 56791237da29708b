import { rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { BatchKey } from './batch-rows.ts'
import type { WithdrawalsTable } from './consent-tables.ts'
import type { Store } from './store.ts'

/** That one member took back what they had agreed to for one card. */
export type WithdrawalRow = Selectable<WithdrawalsTable>

/** A member and a card, as hashes. */
export type MemberCard = Pick<WithdrawalRow, 'card_key' | 'openid_key'>

/** When members took back last what they had agreed to. */
export class Withdrawals {
  readonly #latest: ReadonlyMap<string, number>

  constructor(rows: readonly Pick<WithdrawalRow, 'card_key' | 'openid_key' | 'withdraw_time'>[]) {
    this.#latest = new Map(rows.map((row) => [nameOf(row), row.withdraw_time]))
  }

  /** Unix seconds; undefined when this member never did for this card. */
  of(member: MemberCard): number | undefined {
    return this.#latest.get(nameOf(member))
  }
}

function nameOf({ card_key, openid_key }: MemberCard): string {
  return `${card_key} ${openid_key}`
}

/** Adds a withdrawal; two in one second are one. */
export async function insertWithdrawal({ database }: Store, row: WithdrawalRow): Promise<void> {
  await database
    .insertInto('withdrawals')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brand_id', 'card_key', 'openid_key', 'withdraw_time']).doNothing())
    .execute()
}

/** The last withdrawals of these members for these cards. */
export async function lastWithdrawals({ kind, database }: Store, brand_id: string, members: readonly MemberCard[]): Promise<Withdrawals> {
  if (members.length === 0) return new Withdrawals([])
  const given = members.map(({ card_key, openid_key }) => ({ card_key, openid_key }))
  const { rows } = await sql<Pick<WithdrawalRow, 'card_key' | 'openid_key' | 'withdraw_time'>>`
    select withdrawals.card_key, withdrawals.openid_key, max(withdrawals.withdraw_time) as withdraw_time
    from ${rowSet(kind, { card_key: 'text', openid_key: 'text' }, given)} cross join withdrawals
    where withdrawals.brand_id = ${brand_id} and withdrawals.card_key = given.card_key and withdrawals.openid_key = given.openid_key
    group by withdrawals.card_key, withdrawals.openid_key`.execute(database)
  return new Withdrawals(rows.map((row) => ({ ...row, withdraw_time: Number(row.withdraw_time) })))
}

/** How many cards of a batch's plan have a consent that was taken back since it was found. */
export async function countWithdrawn({ database }: Store, { brand_id, batch_id }: BatchKey): Promise<number> {
  const { rows } = await sql<{ withdrawn: number }>`
    select count(*) as withdrawn from batch_rows cross join consents
    where batch_rows.brand_id = ${brand_id} and batch_rows.batch_id = ${batch_id} and batch_rows.faults is null
      and batch_rows.preflight in ('can_be_invalidated', 'expired')
      and consents.brand_id = batch_rows.brand_id and consents.consent_id = batch_rows.consent_id
      and (consents.state = 'withdrawn' or exists (select 1 from withdrawals
        where withdrawals.brand_id = consents.brand_id and withdrawals.card_key = consents.card_key
          and withdrawals.openid_key = consents.openid_key and withdrawals.withdraw_time >= consents.agreed_at))`.execute(database)
  return Number(rows[0]?.withdrawn ?? 0)
}
