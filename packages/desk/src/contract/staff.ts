import { Type, text } from '@card-member/sdk/contract'
import { PendingChange } from './changes.ts'
import { FullName, GrantField, Id, Totp } from './field.ts'
import { deskOperation } from './operation.ts'

const base = '/api/staff'
const SignInName = Type.String({
  minLength: 1,
  maxLength: 254,
  description: 'The name at the OpenID Connect provider. Default: the name of the account.',
})
/** The account of a staff member. */
export const StaffMember = Type.Object(
  {
    staff_id: Type.String(),
    name: Type.String(),
    full_name: Type.Optional(FullName),
    sign_in_name: Type.String(),
    disabled: Type.Boolean(),
    grants: Type.Array(GrantField),
  },
  { title: 'StaffMember' },
)

export const listStaff = deskOperation({
  id: 'listStaff',
  method: 'GET',
  path: base,
  query: [],
  summary: text({ zh: '查询员工', en: 'List staff' }),
  permission: 'administer',
  input: Type.Object({}),
  reply: Type.Object({ data: Type.Array(StaffMember) }),
})

export const listStaffNames = deskOperation({
  id: 'listStaffNames',
  method: 'GET',
  path: `${base}/names`,
  query: ['ids'],
  summary: text({
    zh: '按编号查询员工姓名，含已停用者',
    en: 'Get the names of staff by their ids, disabled ones too: every other answer names staff by id alone',
  }),
  permission: 'signed_in',
  input: Type.Object({
    ids: Type.String({
      minLength: 1,
      maxLength: 4096,
      pattern: '^[0-9A-Za-z_-]{1,64}(,[0-9A-Za-z_-]{1,64}){0,99}$',
      description: 'At most 100 ids, with commas between.',
    }),
  }),
  reply: Type.Object({
    data: Type.Array(Type.Object({ staff_id: Type.String(), name: Type.String(), full_name: Type.Optional(FullName) }), {
      description: 'Those that exist. `local` is the machine itself and `desk` the desk, which have no account.',
    }),
  }),
})

export const setGrants = deskOperation({
  id: 'setGrants',
  method: 'POST',
  path: `${base}/{staff_id}/grants`,
  query: [],
  summary: text({ zh: '设置员工角色', en: 'Set the roles of a staff member' }),
  permission: 'administer',
  input: Type.Object({ staff_id: Id, grants: Type.Array(GrantField, { maxItems: 100 }), totp: Type.Optional(Totp) }),
  reply: Type.Object({ pending: Type.Optional(PendingChange) }),
})

export const setFullName = deskOperation({
  id: 'setFullName',
  method: 'POST',
  path: `${base}/{staff_id}/full-name`,
  query: [],
  summary: text({ zh: '设置员工姓名，立即生效', en: 'Set what people call a staff member; it is in force at once' }),
  permission: 'administer',
  input: Type.Object({ staff_id: Id, full_name: FullName }),
  reply: Type.Object({}),
})

export const setSignInName = deskOperation({
  id: 'setSignInName',
  method: 'POST',
  path: `${base}/{staff_id}/sign-in-name`,
  query: [],
  summary: text({
    zh: '设置员工在身份系统中的名称，须另一位管理员确认；生效时会话结束，下次单点登录时重新绑定',
    en: 'Set what the OpenID Connect provider calls a staff member, once another administrator confirms it; then sessions end, and the next sign-in by the provider binds them again',
  }),
  permission: 'administer',
  input: Type.Object({ staff_id: Id, sign_in_name: SignInName }),
  reply: Type.Object({ pending: Type.Optional(PendingChange) }),
})

export const disableStaff = deskOperation({
  id: 'disableStaff',
  method: 'POST',
  path: `${base}/{staff_id}/disable`,
  query: [],
  bodyless: true,
  summary: text({ zh: '停用员工，其会话立即结束', en: 'Disable a staff member; their sessions end at once' }),
  permission: 'administer',
  input: Type.Object({ staff_id: Id }),
  reply: Type.Object({}),
})

export const enableStaff = deskOperation({
  id: 'enableStaff',
  method: 'POST',
  path: `${base}/{staff_id}/enable`,
  query: [],
  bodyless: true,
  summary: text({
    zh: '重新启用员工，须另一位管理员确认；保留其角色、密码与第二因素',
    en: 'Enable a staff member again, with the same roles, password and second factors, once another administrator confirms it',
  }),
  permission: 'administer',
  input: Type.Object({ staff_id: Id }),
  reply: Type.Object({ pending: Type.Optional(PendingChange) }),
})
