import { Card, Type, text, UserCard } from '@card-member/sdk/contract'
import { BrandId, CardId, CardRef, ConnectionName, OpenId, Why } from './field.ts'
import { deskOperation } from './operation.ts'

const base = '/api/brands/{brand_id}/user-cards'

const { card_title, card_color, card_picture_url, benefits, code_type, need_display_level, service_phone } = Card.properties

/** What a member sees of the template of their card. */
export const CardFace = Type.Object(
  { card_title, card_color, card_picture_url, benefits, code_type, need_display_level, service_phone },
  { title: 'CardFace' },
)

/** A card as the platform has it now. OpenID, phone number and profile are masked unless revealed. */
export const CardView = Type.Object(
  {
    ...UserCard.properties,
    card_ref: CardRef,
    connection: Type.String({ description: 'The connection by which it was read.' }),
    template: Type.Optional(CardFace),
    request_id: Type.Optional(Type.String({ description: "Request-ID of the platform's answer." })),
  },
  { title: 'CardView' },
)

// A body and not a query: an OpenID or a code in an address would be in the logs of proxies and the histories of browsers.
export const findUserCards = deskOperation({
  id: 'findUserCards',
  method: 'POST',
  path: `${base}/find`,
  query: [],
  summary: text({
    zh: '按卡号或 OpenID 实时查询会员卡',
    en: 'Find cards on the platform by a code or an OpenID',
  }),
  permission: 'look_up',
  input: Type.Object({
    brand_id: BrandId,
    text: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'A card code or an OpenID. Digits alone are a code, and so is any text with `card_id` or `openid`; another text is an OpenID, or else a code that is on record here. White space is left out.',
    }),
    card_id: Type.Optional(CardId),
    openid: Type.Optional(OpenId),
    connection: Type.Optional(ConnectionName),
  }),
  reply: Type.Object({
    data: Type.Array(CardView),
    read_as: Type.Enum(['openid', 'user_card_code'], { description: 'What the text was read as.' }),
    request_id: Type.Optional(Type.String({ description: "Request-ID of the platform's last answer." })),
  }),
})

export const getUserCard = deskOperation({
  id: 'getUserCard',
  method: 'GET',
  path: `${base}/{card_ref}`,
  query: [],
  summary: text({ zh: '实时查询一张会员卡', en: 'Read one card from the platform' }),
  permission: 'look_up',
  input: Type.Object({ brand_id: BrandId, card_ref: CardRef }),
  reply: CardView,
})

export const revealUserCard = deskOperation({
  id: 'revealUserCard',
  method: 'POST',
  path: `${base}/{card_ref}/reveal`,
  query: [],
  summary: text({
    zh: '查看会员个人信息，原因写入审计日志',
    en: "Reveal a member's personal data; the reason is written to the audit log",
  }),
  permission: 'reveal',
  input: Type.Object({ brand_id: BrandId, card_ref: CardRef, reason: Why }),
  reply: CardView,
})
