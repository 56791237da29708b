import type { Json, JsonObject } from './json.ts'
import type { Operation } from './operation.ts'
import { platformErrors } from './platform-error.ts'

const text = (description: string): JsonObject => ({ description, schema: { type: 'string' } })

/** Headers of answers, by the name of their component. */
export const answerHeaders = {
  'Request-ID': text('Names this request when you ask about it. Some errors before authentication have none.'),
  'Wechatpay-Timestamp': text('Unix seconds; refuse an answer that is 300 seconds or more away from your clock.'),
  'Wechatpay-Nonce': text('A random string.'),
  'Wechatpay-Signature': text(
    'Base64 of the RSA signature (SHA-256, PKCS#1 v1.5) over three lines, each ended by a line feed: timestamp, nonce, raw body.',
  ),
  'Wechatpay-Serial': text('Id of the key that signed: `PUB_KEY_ID_…` or the serial of a platform certificate.'),
  'Wechatpay-Signature-Type': text('`WECHATPAY2-SHA256-RSA2048`.'),
} as const

const headers: JsonObject = Object.fromEntries(Object.keys(answerHeaders).map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** The body of every refusal. */
export const errorSchema: JsonObject = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string', description: 'Stable; branch on it and on the status. More codes may appear at any time.' },
    message: { type: 'string', description: 'For people, in the language of Accept-Language; its text changes.' },
    detail: {
      type: 'object',
      description: 'Where the fault lies; more keys may appear.',
      properties: {
        field: { type: 'string', description: 'JSON Pointer into the body, or the name of a path or query parameter.' },
        value: { description: 'The value at fault.' },
        issue: { type: 'string', description: 'What is wrong with it.' },
        location: { type: 'string', description: '`body`, `url`, `query`, or `authorization`.' },
      },
    },
  },
}

const rows = Object.entries(platformErrors)
const statuses = [...new Set(rows.map(([, { status }]) => status))].sort((one, other) => one - other)
const bodyOnly: ReadonlySet<number> = new Set([413, 415])

/** Every refusal by status, by the name of its component. */
export const errorAnswers: JsonObject = Object.fromEntries(statuses.map((status) => [`Error${status}`, errorsOf(status)]))

function errorsOf(status: number): Json {
  const named = rows.filter(([, row]) => row.status === status)
  const codes = [...new Set(named.map(([, { code }]) => code))].map((code) => `\`${code}\``).join(', ')
  const examples = named.map(([name, { code, message }]) => [name, { summary: message.en, value: { code, message: message['zh-CN'] } }])
  return {
    description: `${codes}. ${status === 401 ? 'Not signed.' : 'Signed when it came after authentication.'}`,
    headers,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' }, examples: Object.fromEntries(examples) } },
  }
}

/** What an operation may answer. An operation whose reply is no object answers 204 without a body. */
export function answersOf(operation: Operation, reply: Json | undefined): JsonObject {
  const success: JsonObject = reply
    ? { 200: { description: 'Done; signed.', headers, content: { 'application/json': { schema: reply } } } }
    : { 204: { description: 'Done; signed over an empty body.', headers } }
  const refused = statuses.filter((status) => operation.method !== 'GET' || !bodyOnly.has(status))
  return { ...success, ...Object.fromEntries(refused.map((status) => [status, { $ref: `#/components/responses/Error${status}` }])) }
}
