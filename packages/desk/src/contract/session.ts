import { Type, text } from '@card-member/sdk/contract'
import { GrantField, Password, StaffName, Time, Totp } from './field.ts'
import { deskOperation } from './operation.ts'

/** The session of a staff member. */
export const Session = Type.Object(
  { staff_id: Type.String(), name: Type.String(), grants: Type.Array(GrantField), second_factor_time: Type.Optional(Time) },
  { title: 'Session' },
)

export const openSession = deskOperation({
  id: 'openSession',
  method: 'POST',
  path: '/api/session',
  query: [],
  summary: text({ zh: '登录', en: 'Sign in' }),
  permission: 'anyone',
  responseHeaders: ['Set-Cookie'],
  input: Type.Object({ name: StaffName, password: Password, totp: Totp }),
  reply: Session,
})

export const getSession = deskOperation({
  id: 'getSession',
  method: 'GET',
  path: '/api/session',
  query: [],
  summary: text({ zh: '查询登录状态', en: 'Get the session: who is signed in' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Session,
})

export const closeSession = deskOperation({
  id: 'closeSession',
  method: 'DELETE',
  path: '/api/session',
  query: [],
  bodyless: true,
  responseHeaders: ['Set-Cookie'],
  summary: text({ zh: '退出登录', en: 'Sign out' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object({}),
})

export const confirmSecondFactor = deskOperation({
  id: 'confirmSecondFactor',
  method: 'POST',
  path: '/api/session/second-factor',
  query: [],
  summary: text({ zh: '再次输入动态验证码，5 分钟内有效', en: 'Give a code of the second factor again; it counts for 5 minutes' }),
  permission: 'signed_in',
  input: Type.Object({ totp: Totp }),
  reply: Session,
})
