import type { AuditEvent } from '../audit/event.ts'
import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { type ConsentRow, closeConsents, findConsent, lockConsentsOf } from '../store/consents.ts'
import { findBlockingInvalidation } from '../store/invalidations.ts'
import type { Store } from '../store/store.ts'
import { insertWithdrawal, type MemberCard } from '../store/withdrawals.ts'
import { type Context, reading, secondsOf, write } from './context.ts'
import { type CardName, cardHashOf, openidHash } from './member.ts'

/** The result of a withdrawal. */
export interface Withdrawn {
  /** Consents given until then cannot be used. */
  readonly withdraw_time: number
  /** The consents that were open. */
  readonly consent_ids: readonly string[]
  /** An invalidation of the card whose request may have left before, or which is done. */
  readonly invalidation_id: string | undefined
}

/** Withdraws a member's consent for a card, whether a consent is recorded or not. */
export async function withdrawForCard(context: Context, actor: Actor, card: CardName & { readonly openid: string }): Promise<Withdrawn> {
  const { brand_id, openid } = card
  demand(actor, 'record_consent', brand_id)
  const member = { brand_id, ...cardHashOf(context.vault, card), openid_hash: openidHash(context.vault, brand_id, openid) }
  return write(context, async (store) => {
    const withdrawn = await withdraw(context, store, actor.staff_id, member, await lockConsentsOf(store, brand_id, member))
    await context.auditLog.append(store, [withdrawalEvent(actor, member, withdrawn)])
    return withdrawn
  })
}

/**
 * Withdraws a consent, and with it every other of the same member for the same card. A consent in use by an open invalidation is
 * marked: it becomes withdrawn if that invalidation has no effect.
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
    if (consent.withdraw_time !== null && !all.some(({ state }) => state === 'recorded' || state === 'superseded')) return consent
    const invalidation = await findBlockingInvalidation(store, { brand_id, card_hash: consent.card_hash, rehearsal: 0 })
    if (consent.state === 'used' && invalidation?.state === 'done') throw new DeskError('consent_used')
    const withdrawn = await withdraw(context, store, actor.staff_id, consent, all)
    const changed = await findConsent(store, { brand_id, consent_id })
    await context.auditLog.append(store, [withdrawalEvent(actor, consent, withdrawn)])
    return changed ?? consent
  })
}

function withdrawalEvent(actor: Actor, { brand_id, card_hash, code_last4 }: Named, { consent_ids, withdraw_time }: Withdrawn): AuditEvent {
  return { brand_id, actor: actor.staff_id, action: 'consent.withdraw', facts: { card_hash, code_last4, consent_ids, withdraw_time } }
}

type Named = MemberCard & Pick<ConsentRow, 'brand_id' | 'code_last4'>

/** Closes all consents of a member for a card in the caller's transaction; the caller appends the event. */
export async function withdraw(
  context: Context,
  store: Store,
  withdrawn_by: string,
  member: Named,
  all: readonly ConsentRow[],
): Promise<Withdrawn> {
  const { brand_id, card_hash, openid_hash, code_last4 } = member
  // Not before any time that was recorded by another clock: the same times again would be after it.
  const withdraw_time = Math.max(secondsOf(context.clock), ...all.map(({ agreed_at }) => agreed_at))
  const by = { withdrawn_by, withdraw_time }
  const open = all.filter(({ state }) => state === 'recorded')
  const invalidation = await findBlockingInvalidation(store, { brand_id, card_hash, rehearsal: 0 })
  const superseded = all.filter(({ state }) => state === 'superseded')
  const used = invalidation?.state === 'done' ? [] : all.filter(({ state }) => state === 'used')
  await insertWithdrawal(store, { brand_id, card_hash, openid_hash, code_last4, ...by })
  await closeConsents(store, [...open, ...superseded, ...used], by)
  const consent_ids = open.map(({ consent_id }) => consent_id)
  return { withdraw_time, consent_ids, invalidation_id: invalidation?.invalidation_id }
}
