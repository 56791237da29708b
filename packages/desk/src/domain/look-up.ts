import { CallError, receiptOf, type UserCard } from '@card-member/sdk'
import { mapSealed, UserCard as Shape } from '@card-member/sdk/contract'
import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { findMemberOf } from '../store/members.ts'
import type { Connection } from './connection.ts'
import { consentAssociatedData } from './consent-row.ts'
import { type Context, reading } from './context.ts'
import { invalidationAssociatedData } from './invalidations.ts'
import { cardHashOf, masked, openidHash, openMember } from './member.ts'

/** Which cards to look up. */
export interface LookUp {
  readonly brand_id: string
  readonly openid?: string | undefined
  readonly card_id?: string | undefined
  readonly user_card_code?: string | undefined
  readonly connection?: string | undefined
}

/** A card as the platform has it, and the answer that said so. */
export type SeenCard = UserCard & { readonly request_id?: string }

/** Cards as they are on the platform now, with what is personal in them masked. Nothing of them is kept. */
export async function lookUp(context: Context, actor: Actor, wanted: LookUp): Promise<SeenCard[]> {
  demand(actor, 'look_up', wanted.brand_id)
  const cards = await read(context, wanted)
  await note(context, actor, wanted, 'card.look_up', cards, {})
  return Promise.all(cards.map(maskCard))
}

/** One card, unmasked; the audit log records the reason. */
export async function reveal(
  context: Context,
  actor: Actor,
  wanted: LookUp & { readonly card_id: string; readonly user_card_code: string },
  reason: string,
): Promise<SeenCard> {
  demand(actor, 'reveal', wanted.brand_id)
  if (reason.trim() === '') throw new DeskError('reason_missing', { field: 'reason' })
  const [card] = await read(context, wanted)
  await note(context, actor, wanted, 'card.reveal', card ? [card] : [], { reason })
  if (card === undefined) throw new DeskError('card_unknown')
  return { ...card, ...requestIdOf(card) }
}

async function read(context: Context, { brand_id, openid: given, card_id, user_card_code, connection: name }: LookUp): Promise<UserCard[]> {
  const connection = context.connections.for(brand_id, name)
  const openid = given ?? (await knownOpenid(context, { brand_id, card_id, user_card_code }))
  try {
    if (card_id !== undefined && user_card_code !== undefined) return await one(connection, { brand_id, card_id, user_card_code, openid })
    const cards = await connection.listOf(brand_id, openid)
    return cards.filter(
      (card) => (card_id ?? card.card_id) === card.card_id && (user_card_code ?? card.user_card_code) === card.user_card_code,
    )
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    throw new DeskError('platform_failed', {
      issue: error.message,
      ...(error.request_id === undefined ? {} : { request_id: error.request_id }),
    })
  }
}

async function one(connection: Connection, query: Parameters<Connection['get']>[0]): Promise<UserCard[]> {
  try {
    return [await connection.get(query)]
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return []
    throw error
  }
}

// The platform reads cards by OpenID only. For a card that is on record here its OpenID is known.
async function knownOpenid(
  { database, vault }: Context,
  { brand_id, card_id, user_card_code }: Pick<LookUp, 'brand_id' | 'card_id' | 'user_card_code'>,
): Promise<string> {
  if (card_id !== undefined && user_card_code !== undefined) {
    const { card_hash } = cardHashOf(vault, { brand_id, card_id, user_card_code })
    const found = await findMemberOf(reading({ database }), brand_id, card_hash)
    const associatedData =
      found && (found.kind === 'consent' ? consentAssociatedData(brand_id, found.id) : invalidationAssociatedData(brand_id, found.id))
    const member = found && associatedData && openMember(vault, found.member, associatedData)
    if (member) return member.openid
  }
  throw new DeskError('openid_needed', { field: 'openid' })
}

async function note(
  context: Context,
  actor: Actor,
  { brand_id, openid }: LookUp,
  action: string,
  cards: readonly UserCard[],
  more: { readonly reason?: string },
): Promise<void> {
  const found = cards.map((card) => ({ card_id: card.card_id, ...cardHashOf(context.vault, card), user_card_state: card.user_card_state }))
  const asked = openid === undefined ? {} : { openid_hash: openidHash(context.vault, brand_id, openid) }
  await context.auditLog.note([{ brand_id, actor: actor.staff_id, action, facts: { ...asked, ...more, found } }])
}

function requestIdOf(card: UserCard): { readonly request_id?: string } {
  const request_id = receiptOf(card)?.request_id
  return request_id === undefined ? {} : { request_id }
}

async function maskCard(card: UserCard): Promise<SeenCard> {
  const hidden = await mapSealed(Shape, card, async (text) => masked(text))
  return { ...hidden, openid: masked(card.openid), ...requestIdOf(card) }
}
