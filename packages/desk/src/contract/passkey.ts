import { type Static, Type, text } from '@card-member/sdk/contract'
import { Time } from './field.ts'
import { deskOperation } from './operation.ts'
import { Session } from './session.ts'

const Base64Url = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[0-9A-Za-z_-]*$' })
const PasskeyId = Base64Url(1400)

/** What its owner calls a passkey. */
const PasskeyName = Type.String({ minLength: 1, maxLength: 64, description: 'What you call it: the device that has it.' })

/**
 * What a browser is asked, in the JSON of WebAuthn: for `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.
 */
export const PasskeyOptions = Type.Record(Type.String(), Type.Unknown())
/** What a browser is asked, in the JSON of WebAuthn. */
export type PasskeyOptions = Static<typeof PasskeyOptions>

/** A passkey that was made: `PublicKeyCredential.toJSON()`. */
export const PasskeyRegistration = Type.Object(
  {
    id: PasskeyId,
    rawId: PasskeyId,
    type: Type.Enum(['public-key']),
    response: Type.Object({
      clientDataJSON: Base64Url(4000),
      attestationObject: Base64Url(20_000),
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 10 })),
    }),
  },
  { title: 'PasskeyRegistration', description: 'What `toJSON()` gives of what `navigator.credentials.create` returned.' },
)
/** A passkey that was made. */
export type PasskeyRegistration = Static<typeof PasskeyRegistration>

/** What a passkey signed: `PublicKeyCredential.toJSON()`. */
export const PasskeyAssertion = Type.Object(
  {
    id: PasskeyId,
    rawId: PasskeyId,
    type: Type.Enum(['public-key']),
    response: Type.Object({
      clientDataJSON: Base64Url(4000),
      authenticatorData: Base64Url(4000),
      signature: Base64Url(4000),
      userHandle: Type.Optional(Base64Url(100)),
    }),
  },
  { title: 'PasskeyAssertion', description: 'What `toJSON()` gives of what `navigator.credentials.get` returned.' },
)
/** What a passkey signed. */
export type PasskeyAssertion = Static<typeof PasskeyAssertion>

/** A passkey, as its owner names it. */
export const NamedPasskey = Type.Object({ name: PasskeyName, credential: PasskeyRegistration })

/** A passkey, as its owner sees it. */
export const PasskeyView = Type.Object(
  {
    passkey_id: Type.String(),
    name: Type.String(),
    backed_up: Type.Boolean({ description: 'Whether a copy is kept elsewhere, as those are that a person’s devices share.' }),
    create_time: Time,
    last_used_time: Type.Optional(Time),
  },
  { title: 'PasskeyView' },
)

export const startPasskeySignIn = deskOperation({
  id: 'startPasskeySignIn',
  method: 'POST',
  path: '/api/session/passkey/options',
  query: [],
  bodyless: true,
  summary: text({ zh: '开始用通行密钥登录', en: 'Begin to sign in by a passkey' }),
  permission: 'anyone',
  input: Type.Object({}),
  reply: Type.Object({ options: PasskeyOptions }),
})

export const openPasskeySession = deskOperation({
  id: 'openPasskeySession',
  method: 'POST',
  path: '/api/session/passkey',
  query: [],
  responseHeaders: ['Set-Cookie'],
  summary: text({ zh: '用通行密钥登录，相当于密码与第二因素', en: 'Sign in by a passkey, which counts as password and second factor' }),
  permission: 'anyone',
  input: Type.Object({ credential: PasskeyAssertion }),
  reply: Session,
})

export const startPasskeyConfirmation = deskOperation({
  id: 'startPasskeyConfirmation',
  method: 'POST',
  path: '/api/session/second-factor/passkey/options',
  query: [],
  bodyless: true,
  summary: text({ zh: '开始用通行密钥再次确认本人', en: 'Begin to give the second factor again by a passkey' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object({ options: PasskeyOptions }),
})

export const confirmByPasskey = deskOperation({
  id: 'confirmByPasskey',
  method: 'POST',
  path: '/api/session/second-factor/passkey',
  query: [],
  summary: text({
    zh: '用通行密钥再次确认本人，5 分钟内有效',
    en: 'Give the second factor again by a passkey; it counts for 5 minutes',
  }),
  permission: 'signed_in',
  input: Type.Object({ credential: PasskeyAssertion }),
  reply: Session,
})

export const startOwnPasskey = deskOperation({
  id: 'startOwnPasskey',
  method: 'POST',
  path: '/api/me/passkeys/options',
  query: [],
  bodyless: true,
  summary: text({ zh: '开始新增本人的通行密钥', en: 'Begin to add a passkey of your own' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object({ options: PasskeyOptions }),
})

export const addOwnPasskey = deskOperation({
  id: 'addOwnPasskey',
  method: 'POST',
  path: '/api/me/passkeys',
  query: [],
  summary: text({ zh: '新增本人的通行密钥', en: 'Add a passkey of your own' }),
  permission: 'signed_in',
  input: NamedPasskey,
  reply: PasskeyView,
})

export const removeOwnPasskey = deskOperation({
  id: 'removeOwnPasskey',
  method: 'DELETE',
  path: '/api/me/passkeys/{passkey_id}',
  query: [],
  bodyless: true,
  summary: text({ zh: '删除本人的通行密钥', en: 'Remove a passkey of your own' }),
  permission: 'signed_in',
  input: Type.Object({ passkey_id: PasskeyId }),
  reply: Type.Object({}),
})
