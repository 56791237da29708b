import { BrandId, CardId, OpenId, Time } from './field.ts'
import { operation } from './operation.ts'
import { Type } from './schema.ts'

const base = '/v3/brand/partner/card-member'

const input = Type.Object({ brand_id: BrandId, card_id: CardId, openid: OpenId })

const Token = Type.Object({ token: Type.String({ minLength: 1, description: '预授权 token.' }), expire_time: Time })

export const createPreAuthToken = operation({
  id: 'createPreAuthToken',
  method: 'POST',
  path: `${base}/pre-auth-tokens`,
  query: [],
  summary: { 'zh-CN': '入会组件预授权', en: 'Get a token that opens the join component' },
  page: { id: '4015336986', date: '2025.07.17' },
  per_second: 5,
  repeat: 'same_content',
  twin: true,
  input,
  reply: Token,
})

export const createPayViewToken = operation({
  id: 'createPayViewToken',
  method: 'POST',
  path: `${base}/pay-view-tokens`,
  query: [],
  summary: { 'zh-CN': '付款码组件预授权', en: 'Get a token that opens the pay-code component' },
  page: { id: '4016834476', date: '2025.12.12' },
  per_second: 5,
  repeat: 'same_content',
  twin: false,
  input,
  reply: Token,
})
