import { Type, text } from '@card-member/sdk/contract'
import { Id, Password, Time } from './field.ts'
import { deskOperation } from './operation.ts'

const base = '/api/me'

/** A session, as its owner and administrators see it. */
export const SessionView = Type.Object(
  {
    session_id: Type.String(),
    method: Type.Enum(['browser', 'command'], { description: 'A browser, or the session file of commands.' }),
    device: Type.String({ description: 'What the browser or the machine calls itself.' }),
    address: Type.String({ description: 'Empty for commands on the machine.' }),
    create_time: Time,
    last_used_time: Time,
    expire_time: Time,
    current: Type.Boolean({ description: 'Whether it is the one that asks.' }),
  },
  { title: 'SessionView' },
)
const SessionList = Type.Object({ data: Type.Array(SessionView) })

export const getOwnFactors = deskOperation({
  id: 'getOwnFactors',
  method: 'GET',
  path: `${base}/factors`,
  query: [],
  summary: text({ zh: '查询本人的登录方式', en: 'Get what you sign in with' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object({
    password: Type.Boolean(),
    totp_time: Type.Optional(Time),
  }),
})

export const setOwnPassword = deskOperation({
  id: 'setOwnPassword',
  method: 'POST',
  path: `${base}/password`,
  query: [],
  summary: text({ zh: '修改本人的密码，其他会话立即结束', en: 'Change your password; your other sessions end at once' }),
  permission: 'signed_in',
  input: Type.Object({ password: Password, new_password: Password }),
  reply: Type.Object({}),
})

export const listOwnSessions = deskOperation({
  id: 'listOwnSessions',
  method: 'GET',
  path: `${base}/sessions`,
  query: [],
  summary: text({ zh: '查询本人的会话', en: 'List your sessions' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: SessionList,
})

export const endOwnSession = deskOperation({
  id: 'endOwnSession',
  method: 'DELETE',
  path: `${base}/sessions/{session_id}`,
  query: [],
  bodyless: true,
  summary: text({ zh: '结束本人的一个会话', en: 'End one of your sessions' }),
  permission: 'signed_in',
  input: Type.Object({ session_id: Id }),
  reply: Type.Object({}),
})

export const listStaffSessions = deskOperation({
  id: 'listStaffSessions',
  method: 'GET',
  path: '/api/staff/{staff_id}/sessions',
  query: [],
  summary: text({ zh: '查询员工的会话', en: 'List the sessions of a staff member' }),
  permission: 'administer',
  input: Type.Object({ staff_id: Id }),
  reply: SessionList,
})

export const endStaffSessions = deskOperation({
  id: 'endStaffSessions',
  method: 'POST',
  path: '/api/staff/{staff_id}/sessions/end',
  query: [],
  summary: text({ zh: '结束员工的会话', en: 'End the sessions of a staff member' }),
  permission: 'administer',
  input: Type.Object({
    staff_id: Id,
    session_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Only this one; all of them by default.' })),
  }),
  reply: Type.Object({}),
})
