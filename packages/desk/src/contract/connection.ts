import { Type, text } from '@card-member/sdk/contract'
import { BrandId, Time } from './field.ts'
import { deskOperation } from './operation.ts'

/** Who signs the calls of a connection: a merchant for its brands, or a brand for itself. */
export const callerKinds = ['merchant', 'brand'] as const
/** Who signs the calls of a connection. */
export type CallerKind = (typeof callerKinds)[number]

/** How the calls of a connection ended: the last one well, the last one not, or there was none since the desk started. */
export const connectionHealths = ['working', 'failing', 'unused'] as const

/** Name of a connection, in a path. */
export const NamedConnection = Type.String({ minLength: 1, maxLength: 64, description: 'Name of a connection.' })

/** A way to a platform, without its keys, and how its calls went. */
export const ConnectionView = Type.Object(
  {
    name: Type.String(),
    caller_kind: Type.Enum([...callerKinds]),
    caller_id: Type.String({ description: 'A merchant number or a brand id.' }),
    brands: Type.Optional(
      Type.Array(Type.String(), { description: 'The brands that it serves. Absent: every brand of its merchant number.' }),
    ),
    base_url: Type.String(),
    sandbox: Type.Boolean(),
    rehearsal: Type.Boolean({ description: 'Whether the desk reaches the controls of its sandbox.' }),
    per_second: Type.Number({ description: 'Calls a second for each operation.' }),
    health: Type.Enum([...connectionHealths], { description: 'How the last call of this process ended; `unused` when it made none.' }),
    last_success_time: Type.Optional(Time),
    last_failure: Type.Optional(
      Type.Object({ time: Time, code: Type.String({ description: 'Code of the error, such as `SIGN_ERROR` or `TIMEOUT`.' }) }),
    ),
  },
  { title: 'Connection' },
)

export const listConnections = deskOperation({
  id: 'listConnections',
  method: 'GET',
  path: '/api/connections',
  query: [],
  summary: text({ zh: '查询用于本人有权操作的品牌的连接', en: 'List the connections that serve brands you have a role for' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object({ data: Type.Array(ConnectionView) }),
})

const Words = Type.Object({ 'zh-CN': Type.String(), en: Type.String() })

/** What a check found about one field of a credential, or about one step of the way to the platform. */
export const FindingView = Type.Object(
  {
    check: Type.String({ description: 'The field, or `mode`, `connection`, `clock`, `signature`, `answer`, `permission`.' }),
    level: Type.Enum(['ok', 'warning', 'unchecked', 'failure'], {
      description: '`unchecked` means that nobody knows whether it is in order.',
    }),
    code: Type.String(),
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    words: Words,
    page: Type.Optional(Type.String({ description: 'The official page on it.' })),
  },
  { title: 'Finding' },
)

export const checkConnection = deskOperation({
  id: 'checkConnection',
  method: 'POST',
  path: '/api/connections/{name}/check',
  query: [],
  summary: text({
    zh: '检查连接：逐项检查凭证，再发起一次无害的签名查询',
    en: 'Check a connection: its credential field by field, then one harmless signed read',
  }),
  permission: 'administer',
  input: Type.Object({
    name: NamedConnection,
    brand_id: Type.Optional({ ...BrandId, description: 'For whom the read asks. Default: the first brand of the connection.' }),
  }),
  reply: Type.Object({
    ok: Type.Boolean({ description: 'Whether everything was checked and is in order.' }),
    check_time: Time,
    brand_id: Type.Optional(Type.String({ description: 'For whom the read asked.' })),
    findings: Type.Array(FindingView),
  }),
})
