import { text } from '../text.ts'
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
  OutRequestNo,
  Text,
  Time,
} from './field.ts'
import { operation } from './operation.ts'
import { Page, PageQuery } from './page.ts'
import { type Static, Type } from './schema.ts'
import { DateInfo } from './validity.ts'

const base = '/v3/brand/partner/card-member/cards'

const Jump = Type.Object(
  {
    jump_appid: Type.Optional(AppId),
    jump_path: Type.Optional(Text(128, '跳转的小程序路径。', 'Path in the mini program that is opened.')),
  },
  { title: 'Jump', description: text({ zh: '点击后打开的小程序页面。', en: 'The page of a mini program that a tap opens.' }) },
)

const PurchaseJump = Type.Object(
  {
    ...Jump.properties,
    price: Type.Optional(Type.Integer({ minimum: 0, description: text({ zh: '价格，单位：分。', en: 'Price in fen (0.01 CNY).' }) })),
  },
  { title: 'PurchaseJump', description: text({ zh: '购买入口。', en: 'The entrance for buying.' }) },
)

const FormField = Type.Object(
  {
    type: Type.Enum(['CHECK_BOX', 'RADIO'], { description: text({ zh: '多选或单选。', en: 'Several choices, or one.' }) }),
    name: Text(32, '字段名。', 'Name of the field.'),
    values: Type.Array(Text(8, '一个选项。', 'One choice.'), {
      minItems: 1,
      maxItems: 10,
      description: text({ zh: '可选项。', en: 'What can be chosen.' }),
    }),
  },
  { title: 'FormField', description: text({ zh: '自定义字段。', en: 'A field of your own.' }) },
)

const Form = Type.Object(
  {
    common_field_list: Type.Optional(
      Type.Array(CommonField, { uniqueItems: true, description: text({ zh: '通用字段。', en: 'Common fields, each once.' }) }),
    ),
    custom_field_list: Type.Optional(
      Type.Array(FormField, {
        maxItems: 1,
        description: text({ zh: '自定义字段，目前最多一个。', en: 'Fields of your own; at present one at most.' }),
      }),
    ),
  },
  { title: 'Form', description: text({ zh: '开卡时需要会员填写的信息。', en: 'What a member is asked to fill in.' }) },
)

const jump = (zh: string, en: string) => Type.About(Jump, text({ zh, en }))

const face = {
  card_title: Text(10, '会员卡标题，显示在卡面上。', 'Title on the face of the card.'),
  card_color: CardColor,
  card_picture_url: CardPictureUrl,
  benefits: Text(32, '会员权益说明。', 'The benefits of a member.'),
  notify_url: Type.String({
    minLength: 1,
    maxLength: 256,
    pattern: '^(https://|http://(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]{1,5})?(/|$))[^?#]*$',
    description: text({
      zh: '接收该模板事件通知的地址：https，不带查询参数；沙箱还接受指向本机的 http。',
      en: 'Where the events of this template are sent: https, no query string. A sandbox also takes http to its own machine.',
    }),
  }),
  valid_date_information: DateInfo,
}

const extras = {
  code_jump_information: Type.Optional(
    jump('点击code打开的页面；code_type 为 JUMP_MINI_PROGRAM 时必填。', 'What a tap on the code opens; required for JUMP_MINI_PROGRAM.'),
  ),
  need_pinned: Type.Optional(
    Type.Boolean({
      description: text({ zh: '是否在品牌卡包页置顶，默认 false。', en: "Whether it is pinned on the brand's page, default false." }),
    }),
  ),
  need_display_level: Type.Optional(
    Type.Boolean({ description: text({ zh: '是否展示会员等级，默认 false。', en: 'Whether the level is displayed, default false.' }) }),
  ),
  init_level: Type.Optional(
    Text(10, '初始会员等级；need_display_level 为 true 时必填。', 'Level of a new member; required when need_display_level is true.'),
  ),
  service_phone: Type.Optional(Text(32, '客服电话。', 'Telephone number of the service desk.')),
  legal_agreement: Type.Optional(Text(20480, '会员协议，纯文本。', 'The agreement with the member, plain text.')),
  member_information: Type.Optional(jump('点击卡面打开的页面。', 'What a tap on the face of the card opens.')),
  points_information: Type.Optional(jump('积分入口；不填则不展示。', 'The entrance to points; not shown when absent.')),
  balance_information: Type.Optional(jump('余额入口；不填则不展示。', 'The entrance to the balance; not shown when absent.')),
  purchase_information: Type.Optional(PurchaseJump),
  user_information: Type.Optional(Form),
}

const kind = { card_type: CardType, code_mode: CodeMode, code_type: CodeType }

const conditions = [
  { required: 'code_jump_information', when: 'code_type', is: 'JUMP_MINI_PROGRAM' },
  { required: 'init_level', when: 'need_display_level', is: true },
] as const

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
    create_time: Time('创建时间。', 'When it was created.'),
    modify_time: Time('最近修改时间。', 'When it was last changed.'),
  },
  { title: 'Card', description: text({ zh: '会员卡模板。', en: 'A member-card template.' }) },
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
  brand_direct: true,
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
  brand_direct: true,
  input: Type.Object({ brand_id: BrandId, state: Type.Optional(CardState), ...PageQuery }),
  reply: Page('CardPage', Card),
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
  brand_direct: true,
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
  brand_direct: true,
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
  brand_direct: true,
  input: Type.Object({
    card_id: CardId,
    brand_id: BrandId,
    card_type: Type.Optional(CardType),
    ...Type.Partial(Type.Object(face)).properties,
    ...extras,
  }),
  reply: Card,
})
