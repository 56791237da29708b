import { Type, text, UserCard } from '@card-member/sdk/contract'
import { BrandId, CardId, ConnectionName, OpenId, UserCardCode, Why } from './field.ts'
import { deskOperation } from './operation.ts'

const base = '/api/brands/{brand_id}/user-cards'

/** A card as the platform has it now. OpenID, phone number and profile are masked unless revealed. */
export const CardView = Type.Object({ ...UserCard.properties, request_id: Type.Optional(Type.String()) }, { title: 'CardView' })

export const lookUpCards = deskOperation({
  id: 'lookUpCards',
  method: 'GET',
  path: base,
  query: ['openid', 'card_id', 'user_card_code', 'connection'],
  summary: text({
    zh: '实时查询会员卡：按 OpenID 查询品牌下全部，或按模板与卡号查询一张',
    en: 'Read cards from the platform: all of an OpenID under the brand, or one by template and code',
  }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    openid: Type.Optional(OpenId),
    card_id: Type.Optional(CardId),
    user_card_code: Type.Optional(UserCardCode),
    connection: Type.Optional(ConnectionName),
  }),
  reply: Type.Object({ data: Type.Array(CardView) }),
})

export const revealCard = deskOperation({
  id: 'revealCard',
  method: 'POST',
  path: `${base}/reveal`,
  query: [],
  summary: text({
    zh: '查看会员个人信息，原因写入审计日志',
    en: "Reveal a member's personal data; the reason is written to the audit log",
  }),
  permission: 'reveal',
  input: Type.Object({
    brand_id: BrandId,
    card_id: CardId,
    user_card_code: UserCardCode,
    openid: Type.Optional(OpenId),
    connection: Type.Optional(ConnectionName),
    reason: Why,
  }),
  reply: CardView,
})
