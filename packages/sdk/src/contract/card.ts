import {
  AppId,
  BrandId,
  CardColor,
  CardId,
  CardPictureUrl,
  CardState,
  CardType,
  CodeMode,
  CodeType,
  CommonField,
  Level,
  OutRequestNo,
  Text,
  Time,
} from './field.ts'
import { operation } from './operation.ts'
import { Page, PageQuery } from './page.ts'
import { type Condition, type Static, Type } from './schema.ts'
import { DateInfo } from './validity.ts'

const base = '/v3/brand/partner/card-member/cards'

const Jump = Type.Object({
  jump_appid: Type.Optional(AppId),
  jump_path: Type.Optional(Text(128, '跳转路径.')),
})

const Purchase = Type.Object({ ...Jump.properties, price: Type.Optional(Type.Integer({ minimum: 0, description: '价格, in fen.' })) })

const Form = Type.Object({
  common_field_list: Type.Optional(Type.Array(CommonField, { uniqueItems: true })),
  custom_field_list: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.Enum(['CHECK_BOX', 'RADIO'], { description: '多选 or 单选.' }),
        name: Text(32, '字段名.'),
        values: Type.Array(Text(8, '选项.'), { minItems: 1, maxItems: 10 }),
      }),
      { maxItems: 1 },
    ),
  ),
})

const face = {
  card_title: Text(10, '会员卡标题.'),
  card_color: CardColor,
  card_picture_url: CardPictureUrl,
  benefits: Text(32, '会员权益.'),
  notify_url: Type.String({
    minLength: 1,
    maxLength: 256,
    pattern: '^(https://|http://(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]{1,5})?(/|$))[^?#]*$',
    description: '通知地址: https, no query string; receives the events of this template. A sandbox also takes http to its own machine.',
  }),
  valid_date_information: DateInfo,
}

const extras = {
  code_jump_information: Type.Optional(Jump),
  need_pinned: Type.Optional(Type.Boolean({ description: '是否置顶, default false.' })),
  need_display_level: Type.Optional(Type.Boolean({ description: '是否展示等级, default false.' })),
  init_level: Type.Optional(Level),
  service_phone: Type.Optional(Text(32, '客服电话.')),
  legal_agreement: Type.Optional(Text(20480, '会员协议, plain text.')),
  member_information: Type.Optional(Jump),
  points_information: Type.Optional(Jump),
  balance_information: Type.Optional(Jump),
  purchase_information: Type.Optional(Purchase),
  user_information: Type.Optional(Form),
}

const kind = { card_type: CardType, code_mode: CodeMode, code_type: CodeType }

const conditions: readonly Condition[] = [
  { required: 'code_jump_information', when: 'code_type', is: 'JUMP_MINI_PROGRAM' },
  { required: 'init_level', when: 'need_display_level', is: true },
]

/** A member-card template. */
export const Card = Type.Object(
  {
    out_request_no: Type.Optional(OutRequestNo),
    card_id: CardId,
    brand_id: BrandId,
    appid: AppId,
    ...kind,
    ...face,
    ...extras,
    state: CardState,
    create_time: Time,
    modify_time: Time,
  },
  { title: 'Card' },
)
/** A member-card template. */
export type Card = Static<typeof Card>

export const createCard = operation({
  id: 'createCard',
  method: 'POST',
  path: base,
  query: [],
  summary: { 'zh-CN': '创建会员卡模板', en: 'Create a card template' },
  page: { id: '4015336970', date: '2025.06.22' },
  per_second: 5,
  repeat: 'same_number',
  twin: true,
  input: Type.Object(
    { out_request_no: OutRequestNo, brand_id: BrandId, appid: AppId, ...kind, ...face, ...extras },
    { 'x-required-when': conditions },
  ),
  reply: Card,
})

export const listCards = operation({
  id: 'listCards',
  method: 'GET',
  path: base,
  query: ['brand_id', 'state', 'offset', 'limit'],
  summary: { 'zh-CN': '查询品牌的会员卡模板列表', en: "List a brand's card templates" },
  page: { id: '4015336976', date: '2025.08.01' },
  per_second: 5,
  repeat: 'always',
  twin: true,
  input: Type.Object({ brand_id: BrandId, state: Type.Optional(CardState), ...PageQuery }),
  reply: Page(Card),
})

export const getCard = operation({
  id: 'getCard',
  method: 'GET',
  path: `${base}/{card_id}`,
  query: ['brand_id'],
  summary: { 'zh-CN': '查询会员卡模板', en: 'Get a card template' },
  page: { id: '4015336974', date: '2025.08.01' },
  per_second: 5,
  repeat: 'always',
  twin: true,
  input: Type.Object({ card_id: CardId, brand_id: BrandId }),
  reply: Card,
})

export const invalidateCard = operation({
  id: 'invalidateCard',
  method: 'POST',
  path: `${base}/{card_id}/invalidate`,
  query: [],
  summary: { 'zh-CN': '失效会员卡模板', en: 'Invalidate a card template' },
  page: { id: '4015336972', date: '2025.08.01' },
  per_second: 10,
  repeat: 'never',
  twin: true,
  input: Type.Object({ card_id: CardId, brand_id: BrandId }),
  reply: Card,
})

export const updateCard = operation({
  id: 'updateCard',
  method: 'PATCH',
  path: `${base}/{card_id}`,
  query: [],
  summary: { 'zh-CN': '修改会员卡模板', en: 'Change a card template' },
  page: { id: '4015336977', date: '2025.06.22' },
  per_second: 5,
  repeat: 'same_content',
  twin: true,
  input: Type.Object({
    card_id: CardId,
    brand_id: BrandId,
    card_type: Type.Optional(CardType),
    ...Type.Partial(Type.Object(face)).properties,
    ...extras,
  }),
  reply: Card,
})
