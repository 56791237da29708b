import { Card, Type, text } from '@card-member/sdk/contract'
import { BrandId, CardId, ConnectionName } from './field.ts'
import { deskOperation } from './operation.ts'

const base = '/api/brands/{brand_id}/cards'

export const listCards = deskOperation({
  id: 'listCards',
  method: 'GET',
  path: base,
  query: ['connection'],
  summary: text({ zh: '实时查询品牌的会员卡模板', en: "Read a brand's card templates from the platform" }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId, connection: Type.Optional(ConnectionName) }),
  reply: Type.Object({ data: Type.Array(Card) }),
})

export const getCard = deskOperation({
  id: 'getCard',
  method: 'GET',
  path: `${base}/{card_id}`,
  query: ['connection'],
  summary: text({ zh: '实时查询一个会员卡模板', en: 'Read one card template from the platform' }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId, card_id: CardId, connection: Type.Optional(ConnectionName) }),
  reply: Card,
})
