import { describe, expect, it } from 'vitest'
import { receive, reply, WebhookError } from '../src/webhook/index.ts'
import { failureOf } from './fixtures/failure.ts'
import { platformKey, platformKeyId, strangerKey } from './fixtures/keys.ts'
import { apiv3_key, clock, keyring, notifiedCard, notify } from './fixtures/notification.ts'

type Given = Parameters<typeof receive>

async function keyErrorOf(...[raw, headers, keys = keyring(), options = { clock }]: Partial<Given>): Promise<WebhookError> {
  const good = await notify()
  const error = await failureOf(receive(raw ?? good.raw, headers ?? good.headers, keys, options))
  if (error instanceof WebhookError) return error
  throw error
}

async function without(...names: readonly string[]) {
  const { headers } = await notify()
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}

async function sent(parts: Parameters<typeof notify>[0]): Promise<WebhookError> {
  const { raw, headers } = await notify(parts)
  return keyErrorOf(raw, headers)
}

describe('receive names the error', () => {
  it('of a body that was parsed, with what to do in each framework', async () => {
    const parsed: object = JSON.parse(new TextDecoder().decode((await notify()).raw))
    // @ts-expect-error what a framework without types hands over
    const error = await keyErrorOf(parsed)
    expect({ code: error.code, status: error.status }).toEqual({ code: 'BODY_PARSED', status: 500 })
    expect(error.message).toMatch(
      /^The body was parsed before it came here, and the signature is over its raw bytes: hand over the raw bytes\./,
    )
    for (const hint of ['Express: ', 'Fastify: ', 'Koa: ', 'NestJS: ', 'Next.js, Hono, Workers: ']) expect(error.message).toContain(hint)
    expect(error.in('zh-CN')).toMatch(/^请求体在到达前已被解析，而签名针对原始字节：请传入原始字节。Express：/)
  })

  it('of a body that is empty', async () => {
    expect(await keyErrorOf('')).toMatchObject({ code: 'BODY_EMPTY', status: 400 })
  })

  it('of headers that a proxy stripped', async () => {
    const error = await keyErrorOf(undefined, await without('Wechatpay-Nonce', 'Wechatpay-Serial'))
    expect({ code: error.code, status: error.status, message: error.message, request_id: error.request_id }).toEqual({
      code: 'HEADERS_MISSING',
      status: 400,
      message:
        'Wechatpay-Nonce, Wechatpay-Serial missing. Either this is no notification of WeChat Pay, or a proxy or CDN on the way strips Wechatpay-* headers: let them through.',
      request_id: '08F78BB5AF0610D302189F-0',
    })
    expect(error.in('zh-CN')).toBe(
      '缺少 Wechatpay-Nonce, Wechatpay-Serial。这可能不是微信支付的通知，或途经的代理、CDN 删除了 Wechatpay-* 头：请放行这些头。',
    )
  })

  it('of another kind of signature', async () => {
    const { headers } = await notify()
    const error = await keyErrorOf(undefined, { ...headers, 'Wechatpay-Signature-Type': 'WECHATPAY2-SM2-WITH-SM3' })
    expect({ code: error.code, message: error.message }).toEqual({
      code: 'SIGNATURE_TYPE_UNSUPPORTED',
      message: 'The signature is of type WECHATPAY2-SM2-WITH-SM3; only RSA (WECHATPAY2-SHA256-RSA2048) is supported.',
    })
  })

  it('and takes a missing type of signature for the usual one', async () => {
    const { raw, headers } = await notify()
    const { 'Wechatpay-Signature-Type': _, ...others } = headers
    expect((await receive(raw, others, keyring(), { clock })).kind).toBe('USER_CARD.CREATE')
  })

  it('of a clock that is off', async () => {
    const error = await keyErrorOf(undefined, undefined, undefined, { clock: () => clock() + 412_000 })
    expect({ code: error.code, status: error.status, message: error.message }).toEqual({
      code: 'SIGNATURE_CLOCK',
      status: 401,
      message:
        'Its timestamp is -412 s away from our clock; fewer than 300 are allowed. Set the clock of this machine (NTP); a queue that delivers late does the same.',
    })
  })

  it('of an unknown key, naming those that are known', async () => {
    const serial = 'PUB_KEY_ID_0119000000012026071400000000000009'
    const error = await sent({ serial })
    expect({ code: error.code, message: error.message }).toEqual({
      code: 'SIGNATURE_SERIAL_UNKNOWN',
      message: `It is signed with an unknown key: unknown serial ${serial}, known ${platformKeyId}. Add that key of WeChat Pay to the keyring.`,
    })
  })

  it('of a probe', async () => {
    const { headers } = await notify()
    const error = await keyErrorOf(undefined, { ...headers, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']}` })
    expect({ code: error.code, status: error.status }).toEqual({ code: 'SIGNATURE_PROBE', status: 401 })
  })

  it('of a signature that is no base64', async () => {
    const { headers } = await notify()
    expect(await keyErrorOf(undefined, { ...headers, 'Wechatpay-Signature': 'no base64' })).toMatchObject({ code: 'SIGNATURE_MALFORMED' })
  })

  it('of a stranger that signs under a known serial', async () => {
    expect(await sent({ key: strangerKey })).toMatchObject({ code: 'SIGNATURE_WRONG', status: 401 })
  })

  it('of the wrong APIv3 key, once the signature is right', async () => {
    const error = await sent({ apiv3_key: 'w'.repeat(32) })
    expect({ code: error.code, status: error.status, message: error.message }).toEqual({
      code: 'APIV3_KEY_WRONG',
      status: 500,
      message:
        "Its signature is right, but its resource does not open with any of the 1 keys given: wrong APIv3 key. Give the one set in the merchant platform of the mchid that is notified (for a brand: the brand's API key).",
    })
  })

  it.each([
    ['it is no JSON object', () => 'text'],
    ['resource is no object', () => ({ id: '1' })],
    ['id is no text', ({ id: _, ...others }: Record<string, unknown>) => others],
    ['create_time is no text', (envelope: Record<string, unknown>) => ({ ...envelope, create_time: 1 })],
    ['event_type is no text', (envelope: Record<string, unknown>) => ({ ...envelope, event_type: '' })],
    ['algorithm is no text', (envelope: Record<string, unknown>) => ({ ...envelope, resource: {} })],
  ])('of an envelope: %s', async (detail, change) => {
    const error = await sent({ change })
    expect({ code: error.code, message: error.message }).toEqual({
      code: 'ENVELOPE_MALFORMED',
      message: `It is signed, but is not a notification: ${detail}.`,
    })
  })

  it('of an algorithm it does not know', async () => {
    const error = await sent({ change: (envelope) => ({ ...envelope, resource: { algorithm: 'AEAD_SM4_GCM' } }) })
    expect({ code: error.code, message: error.message }).toEqual({
      code: 'ALGORITHM_UNSUPPORTED',
      message: 'Its resource is encrypted with AEAD_SM4_GCM; only AEAD_AES_256_GCM is supported.',
    })
  })

  it('of a resource that is no object', async () => {
    expect(await sent({ resource: '[1]' })).toMatchObject({ code: 'RESOURCE_MALFORMED', status: 500 })
    expect(await sent({ resource: 'no JSON' })).toMatchObject({ code: 'RESOURCE_MALFORMED', status: 500 })
  })

  it('of a tenant that nobody knows, and of a resolver that fails', async () => {
    expect(await keyErrorOf(undefined, undefined, () => undefined, { clock, tenant: 'shop-9' })).toMatchObject({
      code: 'TENANT_UNKNOWN',
      status: 404,
      message: 'No keyring for shop-9: the resolver knows no such tenant.',
    })
    const cause = new Error('database away')
    const failing = () => Promise.reject(cause)
    expect(await keyErrorOf(undefined, undefined, failing)).toMatchObject({ code: 'RESOLVER_FAILED', status: 500, cause })
  })
})

describe('a body that was parsed and re-serialised', () => {
  const slashed = (text: string) => text.replaceAll('/', '\\/')
  it.each([
    ['written without spaces', JSON.stringify, (value: unknown) => JSON.stringify(value, undefined, 2)],
    ['written with an indent of 2', (value: unknown) => JSON.stringify(value, undefined, 2), JSON.stringify],
    ['written with an indent of 4', (value: unknown) => JSON.stringify(value, undefined, 4), JSON.stringify],
    ['written with tabs', (value: unknown) => JSON.stringify(value, undefined, '\t'), JSON.stringify],
    ['written with \\/ for /', (value: unknown) => slashed(JSON.stringify(value)), JSON.stringify],
    [
      'written with \\u escapes',
      (value: unknown) => JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
      JSON.stringify,
    ],
    ['written with a space after commas and colons', (value: unknown) => spaced(value), JSON.stringify],
    ['with a line feed at its end', (value: unknown) => `${JSON.stringify(value)}\n`, JSON.stringify],
    ['without the white space around it', JSON.stringify, (value: unknown) => `\r\n${JSON.stringify(value)}`],
  ])('is proved by a signature that fits it %s', async (name, write, rewrite) => {
    const { raw, headers } = await notify({ write })
    const error = await keyErrorOf(rewrite(JSON.parse(new TextDecoder().decode(raw))), headers)
    expect({ code: error.code, status: error.status, message: error.message }).toEqual({
      code: 'BODY_RESERIALISED',
      status: 401,
      message: `The signature fits the same content ${name}, not the bytes handed over: the body was parsed and re-serialised. Hand over the raw bytes.`,
    })
  })

  it('is proved when its UTF-8 was read as Latin-1', async () => {
    const { raw, headers } = await notify()
    const error = await keyErrorOf(Buffer.from(raw).toString('latin1'), headers)
    expect(error.message).toContain('before its UTF-8 was read as Latin-1')
    expect(error.code).toBe('BODY_RESERIALISED')
  })

  it('is not claimed of a body that was changed', async () => {
    const { raw, headers } = await notify()
    const changed = new TextDecoder().decode(raw).replace('encrypt-resource', 'encrypt-resourcf')
    expect(await keyErrorOf(changed, headers)).toMatchObject({ code: 'SIGNATURE_WRONG' })
    expect(await keyErrorOf('{"no":', headers)).toMatchObject({ code: 'SIGNATURE_WRONG' })
    expect(await keyErrorOf(Uint8Array.of(0xff, 0xfe), headers)).toMatchObject({ code: 'SIGNATURE_WRONG' })
  })
})

describe('what is told outside', () => {
  it('is a status and a code', async () => {
    expect(reply.ok()).toEqual({ status: 204, headers: {}, body: '' })
    expect(reply.fail(await sent({ key: strangerKey }))).toEqual({
      status: 401,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: '{"code":"FAIL","message":"SIGNATURE_WRONG"}',
    })
    expect(reply.fail(new Error('SELECT secret'))).toMatchObject({ status: 500, body: '{"code":"FAIL","message":"INTERNAL_ERROR"}' })
  })

  it('holds no key and nothing of the resource', async () => {
    const errors = [
      await sent({ apiv3_key: 'w'.repeat(32) }),
      await sent({ key: strangerKey }),
      await sent({ resource: '[1]' }),
      await sent({ key: platformKey, serial: `x\r\n${'y'.repeat(200)}` }).catch(() => undefined),
    ]
    for (const error of errors) {
      const text = `${JSON.stringify(error)} ${error?.message} ${error?.stack} ${error?.in('zh-CN')}`
      for (const secret of [apiv3_key, 'w'.repeat(32), notifiedCard.phone_number, notifiedCard.openid]) expect(text).not.toContain(secret)
    }
  })
})

function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, entry]) => `${JSON.stringify(name)}: ${spaced(entry)}`)
    .join(', ')}}`
}
