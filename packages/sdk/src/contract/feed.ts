import { text } from '../text.ts'
import { BrandId, CardId, OpenId, OutRequestNo, Text, UserCardCode } from './field.ts'
import { operation } from './operation.ts'
import { Type } from './schema.ts'

const named = {
  brand_id: BrandId,
  card_id: CardId,
  user_card_code: UserCardCode,
  out_request_no: Type.String({ ...OutRequestNo, maxLength: 64 }),
  cell: Text(
    128,
    '动态内容：模板编号与变量以 _ 连接，例如 15_1200_1。',
    'What happened: the number of a template and its variables, joined by _, such as 15_1200_1.',
  ),
}

export const createUserFeed = operation({
  id: 'createUserFeed',
  method: 'POST',
  path: '/v3/brand/partner/card-member/user-feeds',
  query: [],
  summary: { 'zh-CN': '创建会员动态', en: 'Add a member feed' },
  page: { id: '4015336987', date: '2025.06.22' },
  per_second: 5,
  repeat: 'same_number',
  brand_direct: true,
  input: Type.Object({ ...named, openid: OpenId }),
  reply: Type.Object(named, { title: 'UserFeed', description: text({ zh: '会员动态。', en: 'A member feed.' }) }),
})
