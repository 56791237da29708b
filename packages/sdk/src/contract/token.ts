import { text } from '../text.ts'
import { BrandId, CardId, OpenId, Time } from './field.ts'
import { operation } from './operation.ts'
import { Type } from './schema.ts'

const base = '/v3/brand/partner/card-member'

const fields = { brand_id: BrandId, card_id: CardId, openid: OpenId }

const ComponentToken = Type.Object(
  {
    token: Type.String({ minLength: 1, description: text({ zh: '预授权 token。', en: 'Opens the component.' }) }),
    expire_time: Time('token 过期时间。', 'When the token expires.'),
  },
  { title: 'ComponentToken', description: text({ zh: '打开组件的预授权 token。', en: 'A token that opens a component.' }) },
)

export const createPreAuthToken = operation({
  id: 'createPreAuthToken',
  method: 'POST',
  path: `${base}/pre-auth-tokens`,
  query: [],
  summary: { 'zh-CN': '入会组件预授权', en: 'Get a token that opens the join component' },
  page: { id: '4015336986', date: '2025.07.17' },
  per_second: 5,
  repeat: 'same_content',
  brand_direct: true,
  input: Type.Object(fields),
  reply: ComponentToken,
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
  brand_direct: false,
  input: Type.Object(fields),
  reply: ComponentToken,
})
