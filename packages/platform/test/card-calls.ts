import type { Card, createCard as createOperation, Input, UserCard } from '@card-member/sdk/contract'
import type { Caller, Received } from './caller.ts'
import { appid, brand_id } from './tenants-fixture.ts'

/** Where all operations of the family begin. */
export const base = '/v3/brand/partner/card-member'

/** The content of a template, as a creation sends it. */
export type CardInput = Input<typeof createOperation>

/** A template that the platform accepts, changed as a test wants it. */
export function cardInput(over: Partial<CardInput> = {}): CardInput {
  return {
    out_request_no: 'card-1',
    brand_id,
    appid,
    card_type: 'NORMAL',
    card_title: '会员卡',
    card_color: '#FFFF00',
    card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/card/0',
    code_mode: 'SYSTEM_ALLOCATE',
    code_type: 'QR_CODE',
    benefits: '全场九折',
    notify_url: 'https://example.com/notify',
    valid_date_information: { type: 'PERMANENT' },
    ...over,
  }
}

/** Creates a template. */
export async function createCard(caller: Caller, over: Partial<CardInput> = {}): Promise<Card> {
  return succeeded(await caller.call('POST', `${base}/cards`, cardInput(over)))
}

/** An import that the platform accepts, changed as a test wants it. */
export function importInput(card_id: string, over: object = {}): object {
  return { brand_id, card_id, openid: 'openid-1', user_card_code: 'code-1', valid_date_information: { type: 'PERMANENT' }, ...over }
}

/** Imports a member. */
export async function importMember(caller: Caller, card_id: string, over: object = {}): Promise<UserCard> {
  return succeeded(await caller.call('POST', `${base}/user-cards/import-by-openid`, importInput(card_id, over)))
}

/** Where a user card is invalidated. */
export function invalidateTarget(card_id: string, user_card_code = 'code-1'): string {
  return `${base}/user-cards/${encodeURIComponent(user_card_code)}/invalidate?brand_id=${brand_id}&card_id=${card_id}`
}

/** Asks to invalidate a user card. */
export function invalidate(
  caller: Caller,
  card_id: string,
  body: object = { openid: 'openid-1' },
  user_card_code = 'code-1',
): Promise<Received> {
  return caller.call('POST', invalidateTarget(card_id, user_card_code), body)
}

/** Reads a user card. */
export async function getUserCard(caller: Caller, card_id: string, openid = 'openid-1', user_card_code = 'code-1'): Promise<UserCard> {
  const target = `${base}/user-cards/${encodeURIComponent(user_card_code)}?brand_id=${brand_id}&card_id=${card_id}&openid=${openid}`
  return succeeded(await caller.call('GET', target))
}

/** The value of an answer that must be a signed 200. */
export function succeeded<Value>({ status, signed, text }: Received): Value {
  if (status !== 200 || !signed) throw new Error(`expected a signed 200, received ${signed ? 'signed' : 'unsigned'} ${status} ${text}`)
  return JSON.parse(text)
}

/** Status and body of an answer, for comparing the two at once. */
export function answerOf({ status, text }: Received): [status: number, body: unknown] {
  return [status, JSON.parse(text)]
}
