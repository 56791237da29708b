import { text } from '../text.ts'
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

const ProfileField = Type.Object(
  { name: CommonField, value: Sealed('字段值。', 'What the member filled in.') },
  { title: 'ProfileField', description: text({ zh: '一个通用字段。', en: 'One common field.' }) },
)

const ProfileChoice = Type.Object(
  {
    name: Text(32, '字段名。', 'Name of the field.'),
    user_chosen_values: Type.Array(Sealed('一个所选值。', 'One value.'), {
      maxItems: 10,
      description: text({ zh: '会员所选的值。', en: 'What the member chose.' }),
    }),
  },
  { title: 'ProfileChoice', description: text({ zh: '一个自定义字段。', en: 'One field of your own.' }) },
)

/** What a member filled in. */
export const Profile = Type.Object(
  {
    common_field_list: Type.Optional(Type.Array(ProfileField, { description: text({ zh: '通用字段。', en: 'The common fields.' }) })),
    custom_field_list: Type.Optional(
      Type.Array(ProfileChoice, { description: text({ zh: '自定义字段。', en: 'The fields of your own.' }) }),
    ),
  },
  { title: 'Profile', description: text({ zh: '会员填写的信息。', en: 'What a member filled in.' }) },
)

const details = {
  card_color: Type.Optional(CardColor),
  card_picture_url: Type.Optional(CardPictureUrl),
  phone_number: Type.Optional(Sealed('手机号。', 'Telephone number of the member.')),
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
    pickup_time: Time('领卡时间。', 'When the member took the card.'),
    attach: Type.Optional(Attach),
    user_card_state: UserCardState,
    invalid_reason: Type.Optional(InvalidReason),
    invalid_time: Type.Optional(Time('失效时间。', 'When the card was invalidated.')),
    create_time: Time('创建时间。', 'When it was created.'),
    modify_time: Time('最近修改时间。', 'When it was last changed.'),
  },
  { title: 'UserCard', description: text({ zh: '用户会员卡。', en: "One member's card." }) },
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
  brand_direct: true,
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
  brand_direct: true,
  input: Type.Object({ brand_id: BrandId, openid: OpenId, user_card_state: Type.Optional(UserCardState), ...PageQuery }),
  reply: Page('UserCardPage', UserCard),
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
  brand_direct: { query: [] },
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
  brand_direct: true,
  input: Type.Object(
    {
      brand_id: BrandId,
      card_id: CardId,
      openid: OpenId,
      user_card_code: UserCardCode,
      ...details,
      valid_date_information: DateInfo,
      pickup_time: Type.Optional(Time('领卡时间；有效期为 FIX_TERM 时必填。', 'When the member took the card; required for FIX_TERM.')),
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
  brand_direct: { query: [] },
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
  brand_direct: true,
  input: Type.Object({
    user_card_code: UserCardCode,
    card_id: CardId,
    brand_id: BrandId,
    openid: OpenId,
    user_card_confirm_state: Type.Enum(['CREATE_CARD_SUCCESS', 'CREATE_CARD_FAIL', 'CREATE_CARD_ALREADY_EXISTS'], {
      description: text({
        zh: '会员开通结果：成功、失败、此前已开通。',
        en: 'Result of the opening: success, failure, or already a member.',
      }),
    }),
    ...details,
    valid_date_information: Type.Optional(DateInfo),
    attach: Type.Optional(Attach),
  }),
  reply: UserCard,
})
