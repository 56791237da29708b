import { Type, text } from '@card-member/sdk/contract'
import { Id, Password, Time, Totp } from './field.ts'
import { deskOperation } from './operation.ts'
import { PasskeyView } from './passkey.ts'

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
    passkeys: Type.Array(PasskeyView),
  }),
})

export const startOwnTotp = deskOperation({
  id: 'startOwnTotp',
  method: 'POST',
  path: `${base}/totp/options`,
  query: [],
  bodyless: true,
  summary: text({
    zh: '开始更换本人的验证器；确认新验证码之前，原验证器仍然有效',
    en: 'Begin to replace your authenticator; the old one is good until you confirm a code of the new one',
  }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object({
    otpauth_uri: Type.String({ description: 'For an authenticator app. Each answer has another secret.' }),
    sealed_secret: Type.String({ description: 'The secret of `otpauth_uri`, encrypted for the desk: give it back with the first code.' }),
  }),
})

export const setOwnTotp = deskOperation({
  id: 'setOwnTotp',
  method: 'POST',
  path: `${base}/totp`,
  query: [],
  summary: text({ zh: '更换本人的验证器，其他会话立即结束', en: 'Replace your authenticator; your other sessions end at once' }),
  permission: 'signed_in',
  input: Type.Object({ sealed_secret: Type.String({ minLength: 1, maxLength: 1000 }), totp: Totp }),
  reply: Type.Object({}),
})

export const setOwnPassword = deskOperation({
  id: 'setOwnPassword',
  method: 'POST',
  path: `${base}/password`,
  query: [],
  summary: text({ zh: '修改本人的密码，其他会话立即结束', en: 'Change your password; your other sessions end at once' }),
  permission: 'signed_in',
  input: Type.Object({
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'The old one; left out by who has none.' })),
    new_password: Password,
  }),
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
