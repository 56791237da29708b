import { check } from '@card-member/sdk/contract'
import { DeskError } from '../contract/desk-error.ts'
import { OpenId, UserCardCode } from '../contract/field.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Connection } from './connection.ts'
import type { Context } from './context.ts'
import { maskCard, noteLookUp, type ReadCards, readOne, type SeenCard, seenCards } from './look-up.ts'
import { knownMembers, knownOpenid } from './named-card.ts'
import { platformFailure } from './platform-failure.ts'

/** What a search may be given besides its text. */
export interface CardSearch {
  readonly brand_id: string
  /** A card code or an OpenID. */
  readonly text: string
  /** The template: the text is then a code. */
  readonly card_id?: string | undefined
  /** The member: the text is then a code. */
  readonly openid?: string | undefined
  readonly connection?: string | undefined
}

/** What a text turned out to be. */
export type ReadAs = 'openid' | 'user_card_code'

/** The cards that a text leads to, masked. */
export interface FoundCards {
  readonly read_as: ReadAs
  readonly cards: readonly SeenCard[]
  readonly request_id: string | undefined
}

interface Found extends ReadCards {
  readonly read_as: ReadAs
}

/**
 * Finds cards by one text, masked. Digits alone are a code, and so is any text that is given with a template or an OpenID. Other texts
 * are an OpenID, or else a code that is on record here. White space is left out, full-width characters are read as usual ones.
 */
export async function findCards(context: Context, actor: Actor, search: CardSearch): Promise<FoundCards> {
  const { brand_id } = search
  demand(actor, 'look_up', brand_id)
  const text = search.text.normalize('NFKC').replaceAll(/\s/g, '')
  const connection = context.connections.for(brand_id, search.connection)
  const { read_as, ...found } = await findIn(context, connection, { ...search, text })
  await noteLookUp(context, actor, { brand_id, openid: read_as === 'openid' ? text : search.openid }, found.cards)
  const cards = await Promise.all((await seenCards(context, connection, found)).map(maskCard))
  return { read_as, cards, request_id: found.request_id }
}

async function findIn(context: Context, connection: Connection, search: CardSearch): Promise<Found> {
  const { text, card_id, openid } = search
  if (card_id !== undefined || openid !== undefined || /^\d+$/.test(text)) return byCode(context, connection, search)
  const byOpenid = await cardsOf(connection, search.brand_id, text)
  if (byOpenid.cards.length > 0 || check(UserCardCode, text).length > 0) return { ...byOpenid, read_as: 'openid' }
  try {
    return await byCode(context, connection, search)
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'openid_needed') return { ...byOpenid, read_as: 'openid' }
    throw error
  }
}

async function byCode(context: Context, connection: Connection, { brand_id, text, card_id, openid }: CardSearch): Promise<Found> {
  const read_as = 'user_card_code'
  if (check(UserCardCode, text).length > 0) return { read_as, cards: [], request_id: undefined }
  if (card_id !== undefined) {
    const name = { brand_id, card_id, user_card_code: text }
    const one = { ...name, openid: openid ?? (await knownOpenid(context, name)), connection: connection.name }
    return { ...(await readOne(connection, one)), read_as }
  }
  if (openid !== undefined) {
    const { cards, request_id } = await cardsOf(connection, brand_id, openid)
    return { cards: cards.filter(({ user_card_code }) => user_card_code === text), request_id, read_as }
  }
  // A code is unique within its template only, so that several cards may have it.
  const templates = await context.templates.all(connection, brand_id).catch((error: unknown) => {
    throw platformFailure(error)
  })
  const names = templates.map((template) => ({ brand_id, card_id: template.card_id, user_card_code: text }))
  const known = await knownMembers(context, names)
  if (known.length === 0) throw new DeskError('openid_needed', { field: 'openid' })
  const read = await Promise.all(known.map((card) => readOne(connection, { ...card, connection: connection.name })))
  return { cards: read.flatMap(({ cards }) => cards), request_id: read.at(-1)?.request_id, read_as }
}

async function cardsOf(connection: Connection, brand_id: string, openid: string): Promise<ReadCards> {
  if (check(OpenId, openid).length > 0) return { cards: [], request_id: undefined }
  try {
    return await connection.listOf(brand_id, openid)
  } catch (error) {
    throw platformFailure(error)
  }
}
