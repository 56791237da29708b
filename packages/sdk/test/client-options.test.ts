import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CardMember, CredentialError, downloadCertificates, LocalRateLimiter, OptionError } from '../src/index.ts'
import { nearest } from '../src/protocol/nearest.ts'
import { webhookKeyring } from '../src/webhook/index.ts'
import { signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor } from './fixtures/keys.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const credential = credentialFor('http://127.0.0.1:1')
type Wild = (...given: unknown[]) => CardMember
// What callers without types hand over.
const make: Wild = (...given) => Reflect.construct(CardMember, given)

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a credential that is none', () => {
  it.each<[string, unknown, string, string]>([
    ['nothing', undefined, 'missing', '缺失'],
    ['null', null, 'null', 'null'],
    ['a list', [], 'a list', '数组'],
    ['a path', 'credential.json', 'a text', '文本'],
    ['a promise', Promise.resolve(credential), 'a promise (await is missing)', 'Promise（缺少 await）'],
    ['a number', 1900000001, 'a number', '数字'],
  ])('is rejected by name, not by a TypeError: %s', (_what, given, en, zh) => {
    const error = thrownBy(() => make(given))
    expect(error).toBeInstanceOf(CredentialError)
    expect(error).toMatchObject({
      code: 'CREDENTIAL_MALFORMED',
      message: `the credential is not usable: it is ${en}, not an object of fields; read a file with readCredential of @card-member/sdk/node.`,
    })
    if (error instanceof CredentialError)
      expect(error.in('zh-CN')).toBe(
        `凭证 不可用：应为字段对象，实际为${/^\w/.test(zh) ? ' ' : ''}${zh}；文件请用 @card-member/sdk/node 的 readCredential 读取。`,
      )
    expect(thrownBy(() => Reflect.apply(webhookKeyring, undefined, [given]))).toMatchObject({ code: 'CREDENTIAL_MALFORMED' })
  })

  it('is rejected when it is empty', () => {
    expect(thrownBy(() => make({}))).toMatchObject({ name: 'CredentialError', code: 'MCHID_MALFORMED' })
  })

  it.each<[string, object, string]>([
    ['a misspelt field', { serial_number: 'x' }, 'it has no field "serial_number"; serial_no is probably meant'],
    ['another spelling', { privateKey: 'x' }, 'it has no field "privateKey"; private_key is probably meant'],
    [
      'a field of credential files',
      { private_key_file: 'key.pem' },
      '"private_key_file" is a field of files; read a file with readCredential of @card-member/sdk/node',
    ],
    [
      'a field that nothing is like',
      { colour: 'x' },
      'it has no field "colour"; known are mchid, brand_id, serial_no, private_key, wechatpay_public_key_id, wechatpay_public_key, wechatpay_certificates, apiv3_key, certificate, base_url',
    ],
    ['a number for a text', { mchid: 1900000001 }, 'mchid must be a text, not a number'],
    ['null', { apiv3_key: null }, 'apiv3_key must be a text, not null'],
    ['bytes of a file', { private_key: Buffer.from('x') }, "private_key must be a text, not bytes; read its file with 'utf8'"],
    ['one text for a list', { wechatpay_certificates: 'x' }, 'wechatpay_certificates must be a list of texts, not a text'],
    ['a list of something else', { wechatpay_certificates: [1] }, 'wechatpay_certificates must be a list of texts, not a list'],
    ['a promise in a field', { certificate: Promise.resolve('') }, 'certificate must be a text, not a promise (await is missing)'],
  ])('is rejected with the field named: %s', (_what, change, detail) => {
    expect(thrownBy(() => make({ ...credential, ...change }))).toMatchObject({
      name: 'CredentialError',
      code: 'CREDENTIAL_MALFORMED',
      message: `the credential is not usable: ${detail}.`,
    })
  })

  it('may have fields that are undefined', () => {
    expect(make({ ...credential, colour: undefined, certificate: undefined }).base_url).toBe('http://127.0.0.1:1')
  })
})

describe('an address of the API', () => {
  const rule = 'it must be scheme and host only, such as https://api.mch.weixin.qq.com.'
  it.each<[unknown, string]>([
    ['https://api.example/pay', 'has the path "/pay"'],
    ['https://api.example/v3/', 'has the path "/v3/"'],
    ['https://api.example?x=1', 'has a query'],
    ['https://api.example/?', 'has a query'],
    ['https://api.example#x', 'has a fragment'],
    ['https://user:secret@api.example', 'has a user name or a password'],
    ['api.example', 'is "api.example"'],
    ['ftp://api.example', 'is "ftp://api.example"'],
    ['https:\\\\api.example', 'is "https:\\\\\\\\api.example"'],
    [' https://api.example', 'is " https://api.example"'],
    ['https://api.exa\nmple', 'is "https://api.exa\\nmple"'],
    ['', 'is ""'],
  ])('is rejected with the part that cannot be honoured: %j', (base_url, what) => {
    for (const [field, run] of [
      ['base_url', () => make({ ...credential, base_url })],
      ['backup_url', () => make(credential, { backup_url: base_url })],
    ] as const) {
      const error = thrownBy(run)
      expect(error).toMatchObject({ name: 'CredentialError', code: 'BASE_URL_MALFORMED', message: `${field} ${what}; ${rule}` })
      expect(String(error)).not.toContain('secret')
    }
  })

  it.each(['https://api.example', 'https://api.example/', 'https://API.example:443/'])('is honoured: %s', (base_url) => {
    expect(make({ ...credential, base_url }).base_url).toBe('https://api.example')
  })
})

describe('options of a client', () => {
  it.each<[unknown, string]>([
    [null, 'options must be an object, not null.'],
    [[], 'options must be an object, not a list.'],
    ['fast', 'options must be an object, not a text.'],
    [{ timeout: 5 }, 'timeout is no option of a client; timeout_ms is probably meant.'],
    [{ timeoutMs: 5 }, 'timeoutMs is no option of a client; timeout_ms is probably meant.'],
    [{ maxAttempt: 5 }, 'maxAttempt is no option of a client; max_attempts is probably meant.'],
    [{ rateLimit: false }, 'rateLimit is no option of a client; rate_limit is probably meant.'],
    [
      { colour: 1 },
      'colour is no option of a client; known are timeout_ms, attempt_timeout_ms, max_attempts, rate_limit, backup_url, language, hooks, proxy, transport, clock, elapsed, sleep, random.',
    ],
    [{ timeout_ms: '5' }, 'timeout_ms must be a number above 0 and below 2147483648.'],
    [{ timeout_ms: null }, 'timeout_ms must be a number above 0 and below 2147483648.'],
    [{ max_attempts: 1.5 }, 'max_attempts must be a whole number above 0 and below 2147483648.'],
    [{ rate_limit: true }, 'rate_limit must be an object, not a boolean.'],
    [{ rate_limit: 5 }, 'rate_limit must be an object, not a number.'],
    [{ rate_limit: { perSecond: 5 } }, 'rate_limit.perSecond is no option of rate_limit; per_second is probably meant.'],
    [{ rate_limit: { per_second: 0 } }, 'rate_limit.per_second must be a number above 0 and below 2147483648.'],
    [{ rate_limit: { when_full: 'drop' } }, "rate_limit.when_full must be 'wait' or 'refuse'."],
    [{ rate_limit: { limiter: {} } }, 'rate_limit.limiter must be an object with the function take, not a plain object.'],
    [{ backup_url: true }, 'backup_url must be a text or false, not a boolean.'],
    [{ language: 'de' }, "language must be 'zh-CN' or 'en' or 'zh-HK' or 'zh-TW'."],
    [{ hooks: { onRequests: () => undefined } }, 'hooks.onRequests is no option of hooks; onRequest is probably meant.'],
    [{ hooks: { onRetry: 'log' } }, 'hooks.onRetry must be a function, not a text.'],
    [{ transport: fetch }, 'transport must be an object with the function send, not a function.'],
    [{ transport: null }, 'transport must be an object with the function send, not null.'],
    [{ clock: new Date(0) }, 'clock must be a function, not a plain object.'],
    [{ elapsed: 1 }, 'elapsed must be a function, not a number.'],
    [{ sleep: 1 }, 'sleep must be a function, not a number.'],
    [{ random: 0.5 }, 'random must be a function, not a number.'],
    [{ proxy: 3128 }, 'proxy must be a text or false, not a number.'],
  ])('are rejected by name: %j', (options, message) => {
    const error = thrownBy(() => make(credential, options))
    expect(error).toBeInstanceOf(OptionError)
    expect(error).toMatchObject({ code: 'OPTION_INVALID', message })
  })

  it('are checked for downloadCertificates and LocalRateLimiter too', async () => {
    const download = Reflect.apply(downloadCertificates, undefined, [credential, { keyrings: 1 }])
    expect(await failureOf(download)).toMatchObject({ message: 'keyrings is no option of a client; keyring is probably meant.' })
    expect(await failureOf(Reflect.apply(downloadCertificates, undefined, [credential, null]))).toBeInstanceOf(OptionError)
    expect(() => Reflect.construct(LocalRateLimiter, [{ whenFull: 'wait' }])).toThrow(
      'whenFull is no option of a rate limiter; when_full is probably meant.',
    )
  })

  it('are reported in Chinese too', () => {
    const error = thrownBy(() => make(credential, { timeoutMs: 5 }))
    expect(error instanceof OptionError && error.in('zh-CN')).toBe('timeoutMs 不是客户端的选项；可能应为 timeout_ms。')
  })
})

describe('options of a call', () => {
  it.each<[unknown, string]>([
    [null, 'options must be an object, not null.'],
    [[], 'options must be an object, not a list.'],
    [5_000, 'options must be an object, not a number.'],
    [{ timeout: 5 }, 'timeout is no option of a call; timeout_ms is probably meant.'],
    [{ abortSignal: 5 }, 'abortSignal is no option of a call; signal is probably meant.'],
    [{ signal: {} }, 'signal must be an AbortSignal.'],
    [{ max_attempts: 0 }, 'max_attempts must be a whole number above 0 and below 2147483648.'],
    [{ max_attempts: 2.5 }, 'max_attempts must be a whole number above 0 and below 2147483648.'],
    [{ sign_before: 'soon' }, 'sign_before must be a Date, or a number of milliseconds since 1970.'],
    [{ before_sign: true }, 'before_sign must be a function, not a boolean.'],
  ])('are rejected by name, and nothing is sent: %j', async (options, message) => {
    await using server = await startServer(signed(200, userCard))
    const api = server.client()
    const get = Reflect.apply(api.userCards.get, undefined, [userCard.user_card_code, asked, options])
    expect(await failureOf(get)).toMatchObject({ name: 'OptionError', code: 'OPTION_INVALID', message })
    const list = Reflect.apply(api.userCards.list, undefined, [{ brand_id: '1004', openid: asked.openid }, options])
    expect(await failureOf(list)).toMatchObject({ name: 'OptionError', message })
    expect(server.requests).toEqual([])
  })
})

describe('the nearest known name', () => {
  it('is the name itself in any case and with any separator', () => {
    fc.assert(
      fc.property(fc.constantFrom('timeout_ms', 'max_attempts', 'signal'), (name) => {
        const known = ['signal', 'timeout_ms', 'attempt_timeout_ms', 'max_attempts']
        const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
        expect([nearest(name, known), nearest(camel, known), nearest(name.toUpperCase(), known)]).toEqual([name, name, name])
      }),
    )
  })

  it('is a known name or undefined for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (name, known) => {
        const found = nearest(name, known)
        expect(found === undefined || known.includes(found)).toBe(true)
      }),
    )
  })
})
