import {
  Attach,
  BrandId,
  CardColor,
  CardId,
  CardPictureUrl,
  CardType,
  CommonField,
  InvalidReason,
  Level,
  OpenId,
  Sealed,
  Text,
  Time,
  UserCardCode,
  UserCardState,
} from './field.ts'
import { operation } from './operation.ts'
import { Page, PageQuery } from './page.ts'
import { type Static, Type } from './schema.ts'
import { DateInfo } from './validity.ts'

const base = '/v3/brand/partner/card-member/user-cards'

/** What a member filled in. */
export const Profile = Type.Object(
  {
    common_field_list: Type.Optional(Type.Array(Type.Object({ name: CommonField, value: Sealed('字段值.') }))),
    custom_field_list: Type.Optional(
      Type.Array(Type.Object({ name: Text(32, '字段名.'), user_chosen_values: Type.Array(Sealed('所选值.'), { maxItems: 10 }) })),
    ),
  },
  { title: 'Profile' },
)

const details = {
  card_color: Type.Optional(CardColor),
  card_picture_url: Type.Optional(CardPictureUrl),
  phone_number: Type.Optional(Sealed('手机号.')),
  level: Type.Optional(Level),
  user_information: Type.Optional(Profile),
}

/** One member's card. */
export const UserCard = Type.Object(
  {
    user_card_code: UserCardCode,
    card_id: CardId,
    openid: OpenId,
    brand_id: BrandId,
    card_type: CardType,
    ...details,
    valid_date_information: DateInfo,
    pickup_time: Time,
    attach: Type.Optional(Attach),
    user_card_state: UserCardState,
    invalid_reason: Type.Optional(InvalidReason),
    invalid_time: Type.Optional(Time),
    create_time: Time,
    modify_time: Time,
  },
  { title: 'UserCard' },
)
/** One member's card. */
export type UserCard = Static<typeof UserCard>

export const getUserCard = operation({
  id: 'getUserCard',
  method: 'GET',
  path: `${base}/{user_card_code}`,
  query: ['brand_id', 'card_id', 'openid'],
  summary: { 'zh-CN': '查询用户会员卡', en: "Get a member's card" },
  page: { id: '4015336980', date: '2025.06.22' },
  per_second: 5,
  repeat: 'always',
  twin: true,
  input: Type.Object({ user_card_code: UserCardCode, brand_id: BrandId, card_id: CardId, openid: OpenId }),
  reply: UserCard,
})

export const listUserCards = operation({
  id: 'listUserCards',
  method: 'GET',
  path: base,
  query: ['brand_id', 'openid', 'user_card_state', 'offset', 'limit'],
  summary: { 'zh-CN': '查询用户在品牌下的会员卡列表', en: "List a member's cards under a brand" },
  page: { id: '4015336984', date: '2025.07.25' },
  per_second: 5,
  repeat: 'always',
  twin: true,
  input: Type.Object({ brand_id: BrandId, openid: OpenId, user_card_state: Type.Optional(UserCardState), ...PageQuery }),
  reply: Page(UserCard),
})

export const invalidateUserCard = operation({
  id: 'invalidateUserCard',
  method: 'POST',
  path: `${base}/{user_card_code}/invalidate`,
  query: ['brand_id', 'card_id'],
  either: ['brand_id', 'card_id'],
  summary: { 'zh-CN': '失效用户会员卡', en: "Invalidate a member's card, for good" },
  page: { id: '4015336983', date: '2025.06.22' },
  per_second: 5,
  repeat: 'never',
  twin: { query: [] },
  input: Type.Object({
    user_card_code: UserCardCode,
    brand_id: BrandId,
    card_id: CardId,
    openid: OpenId,
    invalid_reason: Type.Optional(InvalidReason),
  }),
  reply: UserCard,
})

export const importUserCardByOpenid = operation({
  id: 'importUserCardByOpenid',
  method: 'POST',
  path: `${base}/import-by-openid`,
  query: [],
  summary: { 'zh-CN': '通过OpenID导入用户会员卡', en: "Import a member's card by OpenID" },
  page: { id: '4015336981', date: '2025.06.22' },
  per_second: 5,
  repeat: 'never',
  twin: true,
  input: Type.Object(
    {
      brand_id: BrandId,
      card_id: CardId,
      openid: OpenId,
      user_card_code: UserCardCode,
      ...details,
      valid_date_information: DateInfo,
      pickup_time: Type.Optional(Time),
      attach: Type.Optional(Attach),
    },
    { 'x-required-when': [{ required: 'pickup_time', when: 'valid_date_information.type', is: 'FIX_TERM' }] },
  ),
  reply: UserCard,
})

export const updateUserCard = operation({
  id: 'updateUserCard',
  method: 'PATCH',
  path: `${base}/{user_card_code}`,
  query: ['card_id'],
  either: ['card_id'],
  summary: { 'zh-CN': '更新用户会员卡信息', en: "Change a member's card" },
  page: { id: '4015336985', date: '2025.06.22' },
  per_second: 5,
  repeat: 'same_content',
  twin: { query: [] },
  input: Type.Object({
    user_card_code: UserCardCode,
    card_id: CardId,
    brand_id: BrandId,
    openid: OpenId,
    ...details,
    valid_date_information: Type.Optional(DateInfo),
    attach: Type.Optional(Attach),
  }),
  reply: UserCard,
})

export const confirmUserCard = operation({
  id: 'confirmUserCard',
  method: 'POST',
  path: `${base}/{user_card_code}/confirm`,
  query: [],
  either: ['card_id'],
  summary: { 'zh-CN': '同步会员开通结果', en: 'Confirm the result of an opening' },
  page: { id: '4015336979', date: '2025.06.22' },
  per_second: 5,
  repeat: 'same_content',
  twin: true,
  input: Type.Object({
    user_card_code: UserCardCode,
    card_id: CardId,
    brand_id: BrandId,
    openid: OpenId,
    user_card_confirm_state: Type.Enum(['CREATE_CARD_SUCCESS', 'CREATE_CARD_FAIL', 'CREATE_CARD_ALREADY_EXISTS'], {
      description: '会员开通结果.',
    }),
    ...details,
    valid_date_information: Type.Optional(DateInfo),
    attach: Type.Optional(Attach),
  }),
  reply: UserCard,
})
