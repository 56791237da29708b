import { contract } from './contract.ts'
import type { Json, JsonObject } from './json.ts'
import { answerHeaders, answersOf, errorAnswers, errorSchema } from './openapi-answer.ts'
import { SchemaWriter } from './openapi-schema.ts'
import { type Operation, pathFields, type Repeat } from './operation.ts'
import { hasBody } from './place.ts'
import type { Schema } from './schema.ts'

/** Where an API answers. */
export interface OpenApiServer {
  readonly url: string
  readonly description?: string
}

/** What `openapi` is told. */
export interface OpenApiOptions {
  /** Of the document: the version of the package. */
  readonly version: string
  /** Default: WeChat Pay's two hosts. */
  readonly servers?: readonly OpenApiServer[]
  /** Default: the whole contract. */
  readonly groups?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument extends JsonObject {
  readonly openapi: string
  readonly info: JsonObject
  readonly servers: readonly JsonObject[]
  readonly tags: readonly JsonObject[]
  readonly paths: Readonly<Record<string, JsonObject>>
  readonly components: JsonObject
}

const weChatPay: readonly OpenApiServer[] = [
  { url: 'https://api.mch.weixin.qq.com', description: 'WeChat Pay' },
  { url: 'https://api2.mch.weixin.qq.com', description: 'WeChat Pay, backup' },
]

const about = `WeChat Pay's member-card API, as the contract of card-member declares it. This project is independent of Tencent.

Every request is signed and every answer to an authenticated request too: see the security scheme and the \`Wechatpay-*\` headers.
\`Accept\` and \`User-Agent\` are required. An unknown path is answered 404, a wrong method 405, both with an empty body. Texts may hold
characters of at most 3 bytes in UTF-8. Lengths count characters. Unknown keys may appear in answers at any time.

Marks: \`x-sealed\`, a field that travels encrypted; \`x-required-when\`, fields that become required by the value of another;
\`x-ordered\`, two times of which the first must be before the second; \`x-also-in\`, a second place where a parameter is taken from;
\`x-rate-limit\`, calls per second for each merchant number; \`x-repeat\`, when a call of unknown outcome may be repeated.`

const groupWords: Readonly<Record<string, string>> = {
  cards: 'Card templates (会员卡模板)',
  userCards: "Members' cards (用户会员卡)",
  tokens: 'Tokens that open a component (组件预授权)',
  feeds: "Members' feeds (会员动态)",
  points: 'Points (会员积分)',
  activities: 'Membership activities (入会有礼活动)',
  images: 'Images (图片)',
}

const repeatWords: Readonly<Record<Repeat, string>> = {
  always: 'It only reads, so it may be repeated.',
  same_number: 'Repeated with the same `out_request_no` and the same content, it returns the first answer.',
  same_content: 'Repeated with the same content, it leaves the same state.',
  never: 'While its outcome is unknown it must not be repeated: read what became of it first.',
}

const schemes = {
  partner: {
    name: 'WECHATPAY2-SHA256-RSA2048',
    principal: 'mchid="1900000001"',
    owner: "the service provider's merchant number; serial_no and key are those of its API certificate",
  },
  brand: {
    name: 'WECHATPAY-BRAND-SHA256-RSA2048',
    principal: 'brand_id="1004"',
    owner: 'the brand; serial_no and key are those of its API certificate',
  },
} as const

/**
 * Writes the OpenAPI document of the contract. The same contract gives the same document, byte for byte.
 *
 * @example
 * const document = openapi({ version: '0.1.0', servers: [{ url: 'http://127.0.0.1:8080' }] })
 */
export function openapi({ version, servers = weChatPay, groups = contract }: OpenApiOptions): OpenApiDocument {
  const writer = new SchemaWriter()
  const paths: Record<string, JsonObject> = {}
  const used = new Set<Scheme>()
  for (const [group, operations] of Object.entries(groups)) {
    for (const operation of Object.values(operations)) {
      used.add(schemeOf(operation))
      paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation, group, writer) }
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'WeChat Pay member cards (微信支付商家名片会员)',
      version,
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: servers.map((server) => ({ ...server })),
    tags: Object.keys(groups).map((name) => ({ name, description: groupWords[name] ?? name })),
    paths,
    components: {
      securitySchemes: Object.fromEntries([...used].map((scheme) => [scheme.name, securityScheme(scheme)])),
      parameters,
      headers: answerHeaders,
      responses: errorAnswers,
      schemas: { Error: errorSchema, ...writer.components },
    },
  }
}

type Scheme = (typeof schemes)[keyof typeof schemes]

function schemeOf({ path }: Operation): Scheme {
  return path.startsWith('/brand/') ? schemes.brand : schemes.partner
}

function securityScheme({ name, principal, owner }: Scheme): JsonObject {
  const value = `${name} ${principal},nonce_str="…",signature="…",timestamp="…",serial_no="…"`
  return {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: `\`Authorization: ${value}\`

Signed by ${owner}. The signature is base64 of RSA (SHA-256, PKCS#1 v1.5) over five lines, each ended by a line feed: method, path
with query exactly as sent, timestamp (Unix seconds, at most 300 from the platform's clock), nonce_str, raw body (empty for GET;
of a multipart upload the bytes of its \`meta\` part).`,
  }
}

const parameters: JsonObject = {
  'Wechatpay-Serial': {
    name: 'Wechatpay-Serial',
    in: 'header',
    required: false,
    description:
      "Id of WeChat Pay's key that you verify with: `PUB_KEY_ID_…` or the serial of a platform certificate; it selects the key " +
      'that signs the answer. Required when the request holds an encrypted field: it names the key the field is encrypted with.',
    schema: { type: 'string' },
  },
  'Accept-Language': {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'Language of error messages.',
    schema: { type: 'string', enum: ['zh-CN', 'en', 'zh-HK', 'zh-TW'], default: 'zh-CN' },
  },
}

function describe(operation: Operation, group: string, writer: SchemaWriter): JsonObject {
  const { id, summary, page, per_second, repeat } = operation
  const url = `https://pay.weixin.qq.com/doc/v3/partner/${page.id}`
  const body = requestBody(operation, writer)
  return {
    operationId: id,
    tags: [group],
    summary: summary.en,
    description: `${summary['zh-CN']}. ${repeatWords[repeat]} At most ${per_second} calls per second for each merchant number. Source: page ${page.id}.`,
    externalDocs: { url, description: `Page ${page.id}, text of ${page.date}` },
    security: [{ [schemeOf(operation).name]: [] }],
    parameters: [
      ...placedFields(operation, writer),
      ...Object.keys(parameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ],
    ...(body && { requestBody: body }),
    responses: answersOf(operation, operation.reply.type === 'object' ? writer.write(operation.reply) : undefined),
    'x-rate-limit': { per_second, per: 'mchid' },
    'x-repeat': repeat,
  }
}

function placedFields(operation: Operation, writer: SchemaWriter): Json[] {
  const inPath = pathFields(operation)
  const { required = [] } = operation.input
  const fields = new Map(Object.entries(operation.input.properties))
  const parameter = (name: string, place: 'path' | 'query'): JsonObject => {
    const schema = fields.get(name)
    if (schema === undefined) throw new Error(`${operation.id} places ${name}, which is no field of its input`)
    const movable = operation.either?.includes(name) ?? false
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(movable && { description: 'Also taken from the body; given twice, both must be equal.', 'x-also-in': 'body' }),
      schema: writer.write(schema),
    }
  }
  return [...inPath.map((name) => parameter(name, 'path')), ...operation.query.map((name) => parameter(name, 'query'))]
}

// What is in neither path nor query. Of an upload the file is a part of its own, and all else the part `meta`.
function requestBody(operation: Operation, writer: SchemaWriter): JsonObject | undefined {
  if (!hasBody(operation)) return undefined
  const placed = new Set([...pathFields(operation), ...operation.query])
  const isUpload = operation.encoding === 'multipart'
  const isOwnPart = (name: string) => isUpload && name === 'file'
  const fields = Object.entries(operation.input.properties).filter(([name]) => !placed.has(name) && !isOwnPart(name))
  const required = (operation.input.required ?? []).filter((name) => !placed.has(name) && !isOwnPart(name))
  const { required: _, ...rest } = operation.input
  const properties = Object.fromEntries(fields)
  const schema: Schema = required.length > 0 ? { ...operation.input, properties, required } : { ...rest, properties }
  if (!isUpload) return { required: true, content: { 'application/json': { schema: writer.write(schema) } } }
  const file = { type: 'string', contentMediaType: 'application/octet-stream', description: 'PNG, JPG or BMP, at most 2 MB.' }
  const parts = { type: 'object', required: ['meta', 'file'], properties: { meta: writer.write(schema), file } }
  return { required: true, content: { 'multipart/form-data': { schema: parts } } }
}
