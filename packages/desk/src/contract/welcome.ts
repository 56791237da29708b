import { Type, text } from '@card-member/sdk/contract'
import { BrandId, CardId, FullName, GrantField, OpenId, StaffName, UserCardCode } from './field.ts'
import { deskOperation } from './operation.ts'
import { Session } from './session.ts'

/** Somebody of a demo, as whom its visitors sign in by a click. */
export const DemoPerson = Type.Object(
  {
    name: StaffName,
    full_name: Type.Optional(FullName),
    grants: Type.Array(GrantField),
  },
  { title: 'DemoPerson' },
)

/** A card of a demo, which its visitors may end. */
const DemoCard = Type.Object({ brand_id: BrandId, card_id: CardId, user_card_code: UserCardCode, openid: OpenId }, { title: 'DemoCard' })

export const getWelcome = deskOperation({
  id: 'getWelcome',
  method: 'GET',
  path: '/api/welcome',
  query: [],
  summary: text({ zh: '查询登录前须知道的事项', en: 'Get what a page needs before anybody signs in' }),
  permission: 'anyone',
  input: Type.Object({}),
  reply: Type.Object({
    set_up_open: Type.Boolean({
      description: 'Whether there are no staff yet: the first administrator joins by the link that the desk printed.',
    }),
    oidc: Type.Boolean({ description: 'Whether staff may sign in by OpenID Connect, at `/api/auth/start`.' }),
    version: Type.String(),
    demo: Type.Optional(
      Type.Array(DemoPerson, {
        description: 'Of a demo on this machine alone: whom `POST /api/demo/session` signs in without a password.',
      }),
    ),
    demo_cards: Type.Optional(Type.Array(DemoCard, { description: 'Of the same demo: cards of members who do not exist.' })),
  }),
})

export const openDemoSession = deskOperation({
  id: 'openDemoSession',
  method: 'POST',
  path: '/api/demo/session',
  query: [],
  summary: text({ zh: '以演示人员的身份登录；仅限演示', en: 'Sign in as somebody of the demo; in a demo alone' }),
  permission: 'anyone',
  responseHeaders: ['Set-Cookie'],
  input: Type.Object({ name: StaffName }),
  reply: Session,
})

export const confirmDemoSecondFactor = deskOperation({
  id: 'confirmDemoSecondFactor',
  method: 'POST',
  path: '/api/demo/second-factor',
  query: [],
  bodyless: true,
  summary: text({
    zh: '代填第二因素，5 分钟内有效；仅限演示人员',
    en: 'Count as having given the second factor, for 5 minutes; for the people of a demo alone',
  }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Session,
})
