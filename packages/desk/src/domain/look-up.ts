import { CallError, receiptOf, type UserCard } from '@card-member/sdk'
import { type Card, mapSealed, UserCard as Shape } from '@card-member/sdk/contract'
import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { type AddressedCard, cardRefOf } from './card-ref.ts'
import type { Connection } from './connection.ts'
import type { Context } from './context.ts'
import { cardHashOf, masked, openidHash } from './member.ts'
import { cardNamed, type NamedCard } from './named-card.ts'
import { platformFailure } from './platform-failure.ts'

/** What a member sees of the template of their card. */
export type CardFace = Pick<
  Card,
  'card_title' | 'card_color' | 'card_picture_url' | 'benefits' | 'code_type' | 'need_display_level' | 'service_phone'
>

/** A card as the platform has it, its address, its template, and the request that was answered. */
export type SeenCard = UserCard & {
  readonly card_ref: string
  readonly connection: string
  readonly template?: CardFace
  readonly request_id?: string
}

/** Cards that the platform answered, and the id of the request. */
export interface ReadCards {
  readonly cards: readonly UserCard[]
  readonly request_id: string | undefined
}

/** One card as it is on the platform now, with what is personal in it masked. Nothing of it is kept. */
export async function lookUp(context: Context, actor: Actor, wanted: NamedCard): Promise<SeenCard> {
  demand(actor, 'look_up', wanted.brand_id)
  const card = await cardNamed(context, wanted)
  const connection = context.connections.for(card.brand_id, card.connection)
  const found = await readOne(connection, card)
  await noteLookUp(context, actor, card, found.cards)
  const [seen] = await seenCards(context, connection, found)
  if (seen === undefined) throw new DeskError('card_unknown')
  return maskCard(seen)
}

/** One card, unmasked; the audit log records the reason. */
export async function reveal(context: Context, actor: Actor, wanted: NamedCard, reason: string): Promise<SeenCard> {
  demand(actor, 'reveal', wanted.brand_id)
  if (reason.trim() === '') throw new DeskError('reason_missing', { field: 'reason' })
  const card = await cardNamed(context, wanted)
  const connection = context.connections.for(card.brand_id, card.connection)
  const found = await readOne(connection, card)
  const facts = { reason, found: factsOf(context, found.cards) }
  await context.auditLog.note([{ brand_id: card.brand_id, actor: actor.staff_id, action: 'card.reveal', facts }])
  const [seen] = await seenCards(context, connection, found)
  if (seen === undefined) throw new DeskError('card_unknown')
  return seen
}

/** Reads one card, which may not be there. @throws {DeskError} platform_failed */
export async function readOne(connection: Connection, { brand_id, card_id, user_card_code, openid }: AddressedCard): Promise<ReadCards> {
  try {
    const card = await connection.get({ brand_id, card_id, user_card_code, openid })
    return { cards: [card], request_id: receiptOf(card)?.request_id }
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return { cards: [], request_id: error.request_id }
    throw platformFailure(error)
  }
}

/** Writes to the audit log which cards were read, and the hash of the OpenID that was asked for. */
export async function noteLookUp(
  context: Context,
  actor: Actor,
  { brand_id, openid }: { readonly brand_id: string; readonly openid?: string | undefined },
  cards: readonly UserCard[],
): Promise<void> {
  const asked = openid === undefined ? {} : { openid_hash: openidHash(context.vault, brand_id, openid) }
  const facts = { ...asked, found: factsOf(context, cards) }
  await context.auditLog.note([{ brand_id, actor: actor.staff_id, action: 'card.look_up', facts }])
}

/** Cards with their addresses and templates. A template that the platform does not show is left out. */
export function seenCards(context: Context, connection: Connection, { cards, request_id }: ReadCards): Promise<SeenCard[]> {
  const { name } = connection
  return Promise.all(
    cards.map(async (card) => {
      const template = await context.templates.one(connection, card.brand_id, card.card_id).then(faceOf, () => undefined)
      return {
        ...card,
        card_ref: cardRefOf(context.vault, { ...card, connection: name }),
        connection: name,
        ...(template === undefined ? {} : { template }),
        ...(request_id === undefined ? {} : { request_id }),
      }
    }),
  )
}

/** A card with what is personal in it masked. */
export async function maskCard(card: SeenCard): Promise<SeenCard> {
  const hidden = await mapSealed(Shape, card, async (text) => masked(text))
  return { ...card, ...hidden, openid: masked(card.openid) }
}

function faceOf({ card_title, card_color, card_picture_url, benefits, code_type, need_display_level, service_phone }: Card): CardFace {
  return {
    card_title,
    card_color,
    card_picture_url,
    benefits,
    code_type,
    ...(need_display_level === undefined ? {} : { need_display_level }),
    ...(service_phone === undefined ? {} : { service_phone }),
  }
}

function factsOf({ vault }: Pick<Context, 'vault'>, cards: readonly UserCard[]) {
  return cards.map((card) => ({ card_id: card.card_id, ...cardHashOf(vault, card), user_card_state: card.user_card_state }))
}
