import { Type, text } from '@card-member/sdk/contract'
import { PendingChange } from './changes.ts'
import { FullName, GrantField, Id, Password, StaffName, Time, Totp } from './field.ts'
import { deskOperation } from './operation.ts'
import { NamedPasskey, PasskeyOptions } from './passkey.ts'

const base = '/api/staff/invitations'
const Token = Type.String({ minLength: 1, maxLength: 200, description: 'What follows `#` in the link.' })
/** What an invitation has come to. */
export const invitationStates = ['waiting', 'open', 'used', 'stopped', 'expired'] as const

/** An invitation, without its link. */
export const Invitation = Type.Object(
  {
    invitation_id: Type.String(),
    staff_id: Type.String(),
    name: Type.String(),
    full_name: Type.Optional(FullName),
    renewal: Type.Boolean({ description: 'For a lost second factor: the account exists, and keeps its roles.' }),
    grants: Type.Array(GrantField),
    state: Type.Enum([...invitationStates]),
    invited_by: Type.String({ description: 'A staff id, or `local` for a command on the machine.' }),
    create_time: Time,
    expire_time: Type.Optional(Time),
  },
  { title: 'Invitation' },
)
/** An invitation with its link, which only the answer to its making has. */
export const InvitationLink = Type.Object(
  {
    ...Invitation.properties,
    link: Type.String({
      description:
        'Works once, for 72 hours, from when `pending` is in force. Give it to nobody but the person it names; only this answer has it.',
    }),
    pending: Type.Optional(PendingChange),
  },
  { title: 'InvitationLink' },
)

export const inviteStaff = deskOperation({
  id: 'inviteStaff',
  method: 'POST',
  path: base,
  query: [],
  summary: text({ zh: '邀请新员工', en: 'Invite a new staff member' }),
  permission: 'administer',
  input: Type.Object({
    name: StaffName,
    full_name: Type.Optional(FullName),
    sign_in_name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 254,
        description: 'The name at the OpenID Connect provider. Default: the name of the account.',
      }),
    ),
    grants: Type.Array(GrantField, { maxItems: 100 }),
  }),
  reply: InvitationLink,
})

export const renewStaff = deskOperation({
  id: 'renewStaff',
  method: 'POST',
  path: '/api/staff/{staff_id}/invitations',
  query: [],
  bodyless: true,
  summary: text({
    zh: '为丢失第二因素的员工重新发出邀请',
    en: 'Invite a staff member again who lost their second factor; once the link is used, the old password, second factors and sessions end',
  }),
  permission: 'administer',
  input: Type.Object({ staff_id: Id }),
  reply: InvitationLink,
})

export const listInvitations = deskOperation({
  id: 'listInvitations',
  method: 'GET',
  path: base,
  query: [],
  summary: text({ zh: '查询邀请', en: 'List invitations, the newest first' }),
  permission: 'administer',
  input: Type.Object({}),
  reply: Type.Object({ data: Type.Array(Invitation) }),
})

export const stopInvitation = deskOperation({
  id: 'stopInvitation',
  method: 'POST',
  path: `${base}/{invitation_id}/stop`,
  query: [],
  bodyless: true,
  summary: text({ zh: '停止邀请，其链接立即失效', en: 'Stop an invitation; its link stops working at once' }),
  permission: 'administer',
  input: Type.Object({ invitation_id: Id }),
  reply: Type.Object({}),
})

export const openInvitation = deskOperation({
  id: 'openInvitation',
  method: 'POST',
  path: '/api/join/options',
  query: [],
  summary: text({ zh: '打开邀请链接；不会用掉链接', en: 'Open the link of an invitation, which does not use it up' }),
  permission: 'anyone',
  input: Type.Object({
    token: Token,
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Of the first administrator, who chooses.' })),
  }),
  reply: Type.Object({
    name: Type.Optional(Type.String({ description: 'Absent: the first administrator chooses.' })),
    otpauth_uri: Type.String({ description: 'For an authenticator app. Each answer has another secret.' }),
    code_needed: Type.Boolean({ description: 'Whether the administrator who confirmed the invitation has a code for its holder.' }),
    sealed_secret: Type.String({ description: 'The secret of `otpauth_uri`, encrypted for the desk: give it back with the first code.' }),
    passkey_options: Type.Optional(PasskeyOptions),
  }),
})

export const acceptInvitation = deskOperation({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/api/join',
  query: [],
  summary: text({
    zh: '接受邀请：设置密码并确认第二因素，或只用通行密钥',
    en: 'Accept an invitation: set a password and confirm a second factor, or use a passkey alone',
  }),
  permission: 'anyone',
  input: Type.Object({
    token: Token,
    join_code: Type.Optional(
      Type.String({ maxLength: 100, description: 'From the administrator who confirmed the invitation, where one did.' }),
    ),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Of the first administrator, who chooses.' })),
    password: Type.Optional(Password),
    sealed_secret: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
    totp: Type.Optional(Totp),
    passkey: Type.Optional(NamedPasskey),
  }),
  reply: Type.Object({ staff_id: Type.String(), name: Type.String() }),
})
