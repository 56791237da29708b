import { contract } from './contract.ts'
import type { JsonObject } from './json.ts'
import { answerHeaders, answersOf, errorAnswers } from './openapi-answer.ts'
import { describeApi, type OpenApiDocument } from './openapi-writer.ts'
import type { Operation, Repeat } from './operation.ts'

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
  const used = new Set(Object.values(groups).flatMap((operations) => Object.values(operations).map(schemeOf)))
  return describeApi({
    title: 'WeChat Pay member cards (微信支付商家名片会员)',
    version,
    description: about,
    servers: servers.map((server) => ({ ...server })),
    groups,
    groupWords,
    securitySchemes: Object.fromEntries([...used].map((scheme) => [scheme.name, securityScheme(scheme)])),
    parameters,
    headers: answerHeaders,
    responses: errorAnswers,
    head: headOf,
    tail: ({ per_second, repeat }) => ({ 'x-rate-limit': { per_second, per: 'mchid' }, 'x-repeat': repeat }),
    answers: answersOf,
  })
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

function headOf(operation: Operation): JsonObject {
  const { summary, page, per_second, repeat } = operation
  const url = `https://pay.weixin.qq.com/doc/v3/partner/${page.id}`
  return {
    description: `${summary['zh-CN']}. ${repeatWords[repeat]} At most ${per_second} calls per second for each merchant number. Source: page ${page.id}.`,
    externalDocs: { url, description: `Page ${page.id}, text of ${page.date}` },
    security: [{ [schemeOf(operation).name]: [] }],
  }
}
