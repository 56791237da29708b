import { randomBytes, randomInt } from 'node:crypto'
import type { Card, CardMember, UserCard } from '@card-member/sdk'

/** Whose cards the demo is about. */
export const brand_id = '1004'
/** The AppID under which the demo's members are known. */
export const appid = 'wxea9c30890f48d5ae'

/** A member of the demo. */
export interface Member {
  readonly user_card_code: string
  readonly openid: string
  readonly level: string
}

/** The member whose card `card-member demo` ends. */
export const firstMember: Member = { user_card_code: '478515832665', openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA', level: '钻石会员' }

/** Members that nobody has met before, so that no card of theirs is dead yet. */
export function freshMembers(count: number): Member[] {
  return Array.from({ length: count }, () => ({
    user_card_code: `4785${String(randomInt(10 ** 8)).padStart(8, '0')}`,
    openid: `obLatj${randomBytes(16).toString('base64url')}`,
    level: '普通会员',
  }))
}

/** The demo's template: the one that a kept database has, or a new one. */
export async function demoTemplate(api: CardMember): Promise<Card> {
  const { data } = await api.cards.list({ brand_id, state: 'CARD_EFFECTIVE' })
  return data[0] ?? (await createTemplate(api))
}

/** Creates the demo's template. */
export function createTemplate(api: CardMember): Promise<Card> {
  return api.cards.create({
    out_request_no: `${brand_id}-demo-${Date.now()}`,
    brand_id,
    appid,
    card_type: 'NORMAL',
    card_title: '青禾书店会员卡',
    card_color: '#2E7D5B',
    card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/card-member-demo/0',
    code_mode: 'MERCHANT_ALLOCATE',
    code_type: 'BAR_CODE_AND_QR_CODE',
    benefits: '购书九折、生日双倍积分',
    notify_url: 'https://example.com/wechatpay/card-member',
    init_level: '普通会员',
    valid_date_information: { type: 'PERMANENT' },
  })
}

/** Imports a member of the demo. */
export function importMember(api: CardMember, card_id: string, { user_card_code, openid, level }: Member): Promise<UserCard> {
  return api.userCards.importByOpenid({
    brand_id,
    card_id,
    openid,
    user_card_code,
    level,
    phone_number: '13800138000',
    valid_date_information: { type: 'PERMANENT' },
  })
}

/** Imports members of the demo, several at once. */
export function importMembers(api: CardMember, card_id: string, members: readonly Member[]): Promise<UserCard[]> {
  return Promise.all(members.map((member) => importMember(api, card_id, member)))
}
