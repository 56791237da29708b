import { Type, text } from '@card-member/sdk/contract'
import { BrandId, CardRef, OpenId } from './field.ts'
import { deskOperation } from './operation.ts'

const Rows = Type.Array(Type.Record(Type.String(), Type.Unknown()))

// Bodies and not paths: an OpenID in an address would be in the logs of proxies.
const member = Type.Object({
  brand_id: BrandId,
  openid: Type.Optional(Type.String({ ...OpenId, description: 'The OpenID of the member. It or `card_ref` is given.' })),
  card_ref: Type.Optional(Type.String({ ...CardRef, description: 'A card of the member.' })),
})

export const findMember = deskOperation({
  id: 'findMember',
  method: 'POST',
  path: '/api/brands/{brand_id}/members/find',
  query: [],
  summary: text({ zh: '查询本服务台保存了某会员的哪些数据（仅数量）', en: 'Count what the desk keeps of a member' }),
  permission: 'look_up',
  input: member,
  reply: Type.Object({
    consents: Type.Integer(),
    consent_requests: Type.Integer(),
    withdrawals: Type.Integer(),
    invalidations: Type.Integer(),
    batch_rows: Type.Integer(),
    events: Type.Integer(),
  }),
})

export const exportMember = deskOperation({
  id: 'exportMember',
  method: 'POST',
  path: '/api/brands/{brand_id}/members/export',
  query: [],
  summary: text({
    zh: '导出本服务台保存的某会员的全部数据，用于答复会员查阅、复制个人信息的请求',
    en: 'Export everything that the desk keeps of a member, to answer a request to see or have their data',
  }),
  permission: 'export',
  input: member,
  reply: Type.Object({
    brand_id: Type.String(),
    openid: Type.String(),
    export_time: Type.String(),
    consents: Rows,
    consent_requests: Rows,
    withdrawals: Rows,
    invalidations: Rows,
    batch_rows: Rows,
    events: Rows,
  }),
})

export const memberHtml = deskOperation({
  id: 'memberHtml',
  method: 'POST',
  path: '/api/brands/{brand_id}/members/export.html',
  query: [],
  download: true,
  summary: text({ zh: '同上，可阅读的网页（中英文）', en: 'The same as a page to read, in Chinese and English' }),
  permission: 'export',
  input: member,
  reply: Type.Unknown(),
})
