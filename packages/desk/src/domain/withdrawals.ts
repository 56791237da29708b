import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { type ConsentRow, closeConsents, findConsent, lockConsentsOf } from '../store/consents.ts'
import { findBlockingInvalidations } from '../store/invalidations.ts'
import type { Store } from '../store/store.ts'
import { insertWithdrawal, type MemberCard } from '../store/withdrawals.ts'
import { type Context, reading, secondsOf, write } from './context.ts'
import { type CardName, cardHashOf, openidHash } from './member.ts'

/** What a withdrawal came to. */
export interface Withdrawn {
  /** No consent counts that was given until then. */
  readonly withdraw_time: number
  /** The consents that were open. */
  readonly consent_ids: readonly string[]
  /** A call for the card that may have left before, or ended it. */
  readonly invalidation_id: string | undefined
}

/** Records that a member takes back whatever they agreed to for a card, whether anything is recorded of it or not. */
export async function withdrawForCard(context: Context, actor: Actor, card: CardName & { readonly openid: string }): Promise<Withdrawn> {
  const { brand_id, openid } = card
  demand(actor, 'record_consent', brand_id)
  const member = { brand_id, ...cardHashOf(context.vault, card), openid_hash: openidHash(context.vault, brand_id, openid) }
  return write(context, async (store) => withdraw(context, store, actor, member, await lockConsentsOf(store, brand_id, member)))
}

/**
 * Takes a consent back, and with it every other of the same member for the same card. One that a call uses which is not over is
 * marked: it is withdrawn when that call turns out to have done nothing.
 */
export async function withdrawConsent(context: Context, actor: Actor, brand_id: string, consent_id: string): Promise<ConsentRow> {
  demand(actor, 'record_consent', brand_id)
  const named = await findConsent(reading(context), { brand_id, consent_id })
  if (named === undefined) throw new DeskError('consent_unknown')
  return write(context, async (store) => {
    const all = await lockConsentsOf(store, brand_id, named)
    const consent = all.find((one) => one.consent_id === consent_id)
    if (consent === undefined) throw new DeskError('consent_unknown')
    // Given again, the same command changes nothing.
    if (consent.withdraw_time !== null && !all.some(({ state }) => state === 'recorded')) return consent
    const [invalidation] = (await findBlockingInvalidations(store, [{ brand_id, card_hash: consent.card_hash }])).values()
    if (consent.state === 'used' && invalidation?.state === 'done') throw new DeskError('consent_used')
    await withdraw(context, store, actor, consent, all)
    return (await findConsent(store, { brand_id, consent_id })) ?? consent
  })
}

type Named = MemberCard & Pick<ConsentRow, 'brand_id' | 'code_last4'>

async function withdraw(context: Context, store: Store, actor: Actor, member: Named, all: readonly ConsentRow[]): Promise<Withdrawn> {
  const { brand_id, card_hash, openid_hash, code_last4 } = member
  // Not before any time that was recorded by another clock: the same times again would be after it.
  const withdraw_time = Math.max(secondsOf(context.clock), ...all.map(({ agreed_at }) => agreed_at))
  const by = { withdrawn_by: actor.staff_id, withdraw_time }
  const open = all.filter(({ state }) => state === 'recorded')
  const [invalidation] = (await findBlockingInvalidations(store, [{ brand_id, card_hash }])).values()
  const used = invalidation?.state === 'done' ? [] : all.filter(({ state }) => state === 'used')
  await insertWithdrawal(store, { brand_id, card_hash, openid_hash, code_last4, ...by })
  await closeConsents(store, [...open, ...used], by)
  const consent_ids = open.map(({ consent_id }) => consent_id)
  const facts = { card_hash, code_last4, consent_ids, withdraw_time }
  await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'consent.withdraw', facts }])
  return { withdraw_time, consent_ids, invalidation_id: invalidation?.invalidation_id }
}
