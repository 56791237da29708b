import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { authorization, Caller } from './fixtures/caller.ts'
import { base } from './fixtures/card-calls.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { readKeyPair } from './fixtures/keys.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { brand_id, makeTenants, mchid, serial_no } from './fixtures/tenants.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`
const malformed = { code: 'SIGN_ERROR', message: 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》' }
const clock = { code: 'SIGN_ERROR', message: 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟' }
const serial = { code: 'SIGN_ERROR', message: '商户证书序列号有误。请使用签名私钥匹配的证书序列号' }

const running = await startTestPlatform()
const { caller } = running
afterAll(async () => running[Symbol.asyncDispose]())

describe('checks 1 and 2: path and method, before anything else', () => {
  test.each([
    ['GET', '/v3/nothing', 404],
    ['POST', `${base}/nothing`, 404],
    ['GET', `${base}/cards/`, 404],
    ['GET', `${base}/user-cards/a/b`, 404],
    ['GET', `${base}/user-cards/${'x'.repeat(5000)}`, 404],
    ['DELETE', `${base}/cards`, 405],
    ['PATCH', `${base}/cards`, 405],
    ['GET', `${base}/user-cards/a/invalidate`, 405],
    ['HEAD', list, 405],
    ['OPTIONS', `${base}/cards`, 405],
  ])('%s %s is %i with an empty body', async (method, target, status) => {
    const received = await caller.send(method, target, '', { accept: undefined, 'user-agent': undefined })
    expect([received.status, received.text, received.signed]).toEqual([status, '', false])
  })

  test('a body over the limit on an unknown path is still an empty 404', async () => {
    const received = await caller.send('POST', '/v3/nothing', Buffer.alloc(2 ** 20 + 1, 'x'), {})
    expect([received.status, received.text]).toEqual([404, ''])
  })
})

describe('Accept and User-Agent', () => {
  test.each([
    ['accept', undefined],
    ['user-agent', undefined],
    ['accept', ''],
  ])('%s as %o is 400, without any Authorization', async (name, value) => {
    await expectRefused(await caller.send('GET', list, '', { [name]: value }), 400, {
      code: 'INVALID_REQUEST',
      message: 'Http头缺少Accept或User-Agent',
    })
  })
})

describe('the form of Authorization', () => {
  const pairs = { mchid, nonce_str: 'n', signature: 'c2ln', timestamp: '1', serial_no }
  const scheme = 'WECHATPAY2-SHA256-RSA2048'
  const { signature: _, ...withoutSignature } = pairs
  const right = authorization(pairs)
  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['a scheme alone', scheme],
    ['a scheme and a space', `${scheme} `],
    ['two spaces', right.replace(' ', '  ')],
    ['a pair missing', authorization(withoutSignature)],
    ['an unknown pair', authorization({ ...pairs, body: 'x' })],
    ['a repeated pair', `${right},mchid="${mchid}"`],
    ['an empty value', authorization({ ...pairs, mchid: '' })],
    ['no quotes', right.replaceAll('"', '')],
    ['single quotes', right.replaceAll('"', "'")],
    ['a space after a comma', right.replaceAll(',', ', ')],
    ['a space around =', right.replaceAll('=', ' = ')],
    ['semicolons', right.replaceAll(',', ';')],
    ['a comma at the end', `${right},`],
    ['keys in capitals', right.replace('mchid', 'MCHID')],
    ['a nonce of 65 characters', authorization({ ...pairs, nonce_str: 'n'.repeat(65) })],
    ['a timestamp that is no number', authorization({ ...pairs, timestamp: 'now' })],
    ['a negative timestamp', authorization({ ...pairs, timestamp: '-1' })],
    ['a timestamp with a fraction', authorization({ ...pairs, timestamp: '1.5' })],
    ['a timestamp of 13 digits', authorization({ ...pairs, timestamp: '1'.repeat(13) })],
    ['too long', authorization({ ...pairs, signature: 'A'.repeat(4097) })],
  ])('%s', async (_, header) => {
    await expectRefused(await caller.send('GET', list, '', { authorization: header }), 401, malformed)
  })

  test('the pairs may be in any order', async () => {
    const reversed = Object.fromEntries(Object.entries(caller.pairs('GET', list)).reverse())
    expect((await caller.send('GET', list, '', { authorization: authorization(reversed) })).status).toBe(200)
  })

  test('a nonce of 64 characters and of one are accepted', async () => {
    for (const nonce_str of ['n'.repeat(64), 'n']) {
      const signed = authorization(caller.pairs('GET', list, '', { nonce_str }))
      expect((await caller.send('GET', list, '', { authorization: signed })).status).toBe(200)
    }
  })
})

test.each(['WECHATPAY2-SM2-WITH-SM3', 'wechatpay2-sha256-rsa2048', 'Basic'])('the scheme %s', async (scheme) => {
  const expired = authorization(caller.pairs('GET', list, '', { timestamp: '1' }), scheme)
  await expectRefused(await caller.send('GET', list, '', { authorization: expired }), 401, {
    code: 'SIGN_ERROR',
    message: 'Http头Authorization认证类型不正确',
  })
})

test('a brand calls under its own paths only', async () => {
  const brand = 'WECHATPAY-BRAND-SHA256-RSA2048 brand_id="1004",nonce_str="n",signature="s",timestamp="1",serial_no="A"'
  const partner = authorization(caller.pairs('GET', '/brand/card-member/cards', ''))
  const refusal = { code: 'SIGN_ERROR', message: 'Http头Authorization认证类型不正确' }
  await expectRefused(await caller.send('GET', list, '', { authorization: brand }), 401, refusal)
  await expectRefused(await caller.send('GET', '/brand/card-member/cards', '', { authorization: partner }), 401, refusal)
})

describe('the clock', () => {
  test.each([-300, 0, 300])('%i s away is accepted', async (seconds) => {
    const timestamp = String(running.clock.seconds + seconds)
    const signed = authorization(caller.pairs('GET', list, '', { timestamp }))
    expect((await caller.send('GET', list, '', { authorization: signed })).status).toBe(200)
  })

  test.each([-301, 301])('%i s away is refused, whoever asks', async (seconds) => {
    const timestamp = String(running.clock.seconds + seconds)
    const signed = authorization(caller.pairs('GET', list, '', { timestamp, mchid: '1999999999' }))
    await expectRefused(await caller.send('GET', list, '', { authorization: signed }), 401, clock)
  })
})

describe('who signs', () => {
  test.each([
    ['an unknown mchid', { mchid: '1999999999' }],
    ['an unknown serial_no', { serial_no: '0'.repeat(40) }],
    ["the platform's own serial", { serial_no: 'PUB_KEY_ID_0000000000000000000000000001' }],
  ])('%s gets no sign_information', async (_, given) => {
    const signed = authorization(caller.pairs('GET', list, '', given))
    await expectRefused(await caller.send('GET', list, '', { authorization: signed }), 401, serial)
  })

  test('serial_no is hexadecimal: its case does not matter', async () => {
    const signed = authorization(caller.pairs('GET', list, '', { serial_no: serial_no.toLowerCase() }))
    expect((await caller.send('GET', list, '', { authorization: signed })).status).toBe(200)
  })

  test('a certificate is good to its last second', async () => {
    const keys = readKeyPair('stranger')
    const certificate = { serial_no: `3${'A1'.repeat(19)}B`, effective_time: new Date('2021-11-24T00:00:00Z') }
    using tenants = makeTenants((file) => ({
      ...file,
      merchants: [{ mchid, certificate_file: 'apiclient_cert.pem', brands: [brand_id] }],
    }))
    const expire_time = new Date('2026-11-24T10:00:00+08:00')
    writeFileSync(join(tenants.folder, 'apiclient_cert.pem'), makeCertificate({ ...certificate, expire_time }, keys))
    await using expiring = await startTestPlatform({ tenants })
    using holder = new Caller(expiring.platform, expiring.clock.read, {
      mchid,
      serial_no: certificate.serial_no,
      privateKey: keys.privateKey,
    })
    expect((await holder.call('GET', list)).status).toBe(200)
    expiring.clock.advance(1)
    await expectRefused(await holder.call('GET', list), 401, { code: 'SIGN_ERROR', message: '商户证书已过期' })
  })
})

async function expectRefused(received: Awaited<ReturnType<Caller['send']>>, status: number, body: object): Promise<void> {
  expect([received.status, JSON.parse(received.text), received.signed]).toEqual([status, body, false])
  expect(received.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(received.headers['request-id']).toMatch(status === 401 ? /^[0-9A-F]{22}-268443699$/ : /^[0-9A-F]{22}-268435461$/)
}
