import { ApiError, type Card, type CardMember, type UserCard } from '@card-member/sdk'

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

/** The first member of the demo. */
export const firstMember: Member = { user_card_code: '478515832665', openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA', level: '钻石会员' }

const members: readonly Member[] = [
  firstMember,
  { user_card_code: '478515832673', openid: 'obLatjq0Sd3zQ2wHk8mVxT1LpRuE', level: '普通会员' },
  { user_card_code: '478515832681', openid: 'obLatj5mYc7RZtWn4bGvKf9JxQsD', level: '普通会员' },
]

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

/** The demo's template and members; what a kept database holds already is taken as it is. */
export async function seed(api: CardMember): Promise<{ card: Card; userCards: UserCard[] }> {
  const { data } = await api.cards.list({ brand_id, state: 'CARD_EFFECTIVE' })
  const card = data[0] ?? (await createTemplate(api))
  const userCards: UserCard[] = []
  for (const member of members)
    userCards.push((await findMember(api, card.card_id, member)) ?? (await importMember(api, card.card_id, member)))
  return { card, userCards }
}

/** A member's card; undefined when there is none. */
export async function findMember(api: CardMember, card_id: string, { user_card_code, openid }: Member): Promise<UserCard | undefined> {
  try {
    return await api.userCards.get(user_card_code, { brand_id, card_id, openid })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'RESOURCE_NOT_EXISTS') return undefined
    throw error
  }
}
