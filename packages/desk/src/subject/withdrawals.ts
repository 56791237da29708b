import { DeskRefusal } from '../contract/refusal.ts'
import { type Actor, demand } from '../people/actor.ts'
import { findBlockingCalls } from '../store/calls.ts'
import { type ConsentRow, closeConsents, findConsent, lockConsentsOf } from '../store/consents.ts'
import type { Store } from '../store/store.ts'
import { insertWithdrawal, type MemberCard } from '../store/withdrawals.ts'
import { type Means, reading, secondsOf, write } from './means.ts'
import { type CardName, markOf, openidKey } from './member.ts'

/** What a withdrawal came to. */
export interface Withdrawn {
  /** No consent counts that was given until then. */
  readonly withdraw_time: number
  /** The consents that were open. */
  readonly consent_ids: readonly string[]
  /** A call for the card that may have left before, or ended it. */
  readonly record_id: string | undefined
}

/** Records that a member takes back whatever they agreed to for a card, whether anything is recorded of it or not. */
export async function withdrawForCard(means: Means, actor: Actor, card: CardName & { readonly openid: string }): Promise<Withdrawn> {
  const { brand_id, openid } = card
  demand(actor, 'record_consent', brand_id)
  const member = { brand_id, ...markOf(means.vault, card), openid_key: openidKey(means.vault, brand_id, openid) }
  return write(means, async (store) => withdraw(means, store, actor, member, await lockConsentsOf(store, brand_id, member)))
}

/**
 * Takes a consent back, and with it every other of the same member for the same card. One that a call uses which is not over is
 * marked: it is withdrawn when that call turns out to have done nothing.
 */
export async function withdrawConsent(means: Means, actor: Actor, brand_id: string, consent_id: string): Promise<ConsentRow> {
  demand(actor, 'record_consent', brand_id)
  const named = await findConsent(reading(means), { brand_id, consent_id })
  if (named === undefined) throw new DeskRefusal('consent_unknown')
  return write(means, async (store) => {
    const all = await lockConsentsOf(store, brand_id, named)
    const consent = all.find((one) => one.consent_id === consent_id)
    if (consent === undefined) throw new DeskRefusal('consent_unknown')
    // Given again, the same command changes nothing.
    if (consent.withdraw_time !== null && !all.some(({ state }) => state === 'recorded')) return consent
    const [call] = (await findBlockingCalls(store, [{ brand_id, card_key: consent.card_key }])).values()
    if (consent.state === 'used' && call?.state === 'done') throw new DeskRefusal('consent_used')
    await withdraw(means, store, actor, consent, all)
    return (await findConsent(store, { brand_id, consent_id })) ?? consent
  })
}

type Named = MemberCard & Pick<ConsentRow, 'brand_id' | 'code_last4'>

async function withdraw(means: Means, store: Store, actor: Actor, member: Named, all: readonly ConsentRow[]): Promise<Withdrawn> {
  const { brand_id, card_key, openid_key, code_last4 } = member
  // Not before any time that was recorded by another clock: the same times again would be after it.
  const withdraw_time = Math.max(secondsOf(means.clock), ...all.map(({ agreed_at }) => agreed_at))
  const by = { withdrawn_by: actor.person_id, withdraw_time }
  const open = all.filter(({ state }) => state === 'recorded')
  const [call] = (await findBlockingCalls(store, [{ brand_id, card_key }])).values()
  const used = call?.state === 'done' ? [] : all.filter(({ state }) => state === 'used')
  await insertWithdrawal(store, { brand_id, card_key, openid_key, code_last4, ...by })
  await closeConsents(store, [...open, ...used], by)
  const consent_ids = open.map(({ consent_id }) => consent_id)
  const facts = { card_key, code_last4, consent_ids, withdraw_time }
  await means.recorder.append(store, [{ brand_id, actor: actor.person_id, action: 'consent.withdraw', facts }])
  return { withdraw_time, consent_ids, record_id: call?.record_id }
}
