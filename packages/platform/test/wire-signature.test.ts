import { afterAll, describe, expect, test } from 'vitest'
import { authorization, type Pairs } from './fixtures/caller.ts'
import { answerOf, base, invalidateTarget } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { brand_id } from './fixtures/tenants.ts'

const list = `${base}/cards?brand_id=${brand_id}&offset=0&limit=20`

const running = await startTestPlatform()
const { caller } = running
afterAll(async () => running[Symbol.asyncDispose]())

describe('the signature', () => {
  test.each([
    ['the method', (pairs: Pairs) => caller.pairs('POST', list, '', times(pairs))],
    ['the target', (pairs: Pairs) => caller.pairs('GET', `${list}&state=CARD_INVALID`, '', times(pairs))],
    ['the body', (pairs: Pairs) => caller.pairs('GET', list, '{}', times(pairs))],
  ])('made over another value of %s is refused', async (_, signed) => {
    const pairs = caller.pairs('GET', list)
    const wrong = { ...pairs, signature: signed(pairs).signature }
    expect(answerOf(await caller.send('GET', list, '', { authorization: authorization(wrong) }))).toEqual([
      401,
      {
        code: 'SIGN_ERROR',
        message: '签名错误',
        detail: {
          detail: { issue: 'sign not match' },
          field: 'signature',
          location: 'authorization',
          sign_information: {
            method: 'GET',
            url: list,
            truncated_sign_message: `GET\n${list}\n${pairs.timestamp}\n${pairs.nonce_str}\n\n`,
            sign_message_length: `GET\n${list}\n${pairs.timestamp}\n${pairs.nonce_str}\n\n`.length,
          },
        },
      },
    ])
  })

  test('is shown with the first 8 bytes of the body and the length of all, in bytes', async () => {
    const target = invalidateTarget('p-card')
    const body = '{"openid":"openid-1","invalid_reason":"用户申请退会"}'
    const pairs = caller.pairs('POST', target, `${body} `)
    const received = await caller.send('POST', target, body, { authorization: authorization(pairs) })
    const head = `POST\n${target}\n${pairs.timestamp}\n${pairs.nonce_str}\n`
    expect(answerOf(received)).toMatchObject([
      401,
      {
        detail: {
          sign_information: {
            method: 'POST',
            url: target,
            truncated_sign_message: `${head}{"openid\n`,
            sign_message_length: head.length + Buffer.byteLength(body) + 1,
          },
        },
      },
    ])
    expect(received.signed).toBe(false)
  })

  test('is made over the raw target, whatever its percent-encoding', async () => {
    const encoded = `${base}/user-cards/%63%6f%64%65%2F%2f?brand_id=${brand_id}&card_id=%70-card&openid=a%2Ab`
    const received = await caller.call('GET', encoded)
    expect([received.status, received.signed]).toEqual([400, true])
    expect(answerOf(received)).toEqual([400, { code: 'INVALID_REQUEST', message: '会员卡模版ID不属于该品牌' }])
    const reencoded = caller.pairs('GET', encoded.replace('%2f', '%2F'))
    expect((await caller.send('GET', encoded, '', { authorization: authorization(reencoded) })).status).toBe(401)
  })

  test('may be sent twice: a repeated nonce is no fault', async () => {
    const signed = { authorization: authorization(caller.pairs('GET', list)) }
    expect((await caller.send('GET', list, '', signed)).status).toBe(200)
    expect((await caller.send('GET', list, '', signed)).status).toBe(200)
  })

  test.each([
    ['without its padding', (signature: string) => signature.replace(/=+$/, '')],
    ['with one padding sign', (signature: string) => signature.replace(/=+$/, '=')],
    ['with three padding signs', (signature: string) => `${signature}=`],
    ['with other unused bits', (signature: string) => signature.replace(/(.)==$/, (_, last: string) => `${nextLetter(last)}==`)],
    ['in the URL alphabet', (signature: string) => signature.replace(/^./, '-')],
    ['with a space inside', (signature: string) => `${signature.slice(0, 76)} ${signature.slice(76)}`],
    ['with a tab at its end', (signature: string) => `${signature}\t`],
    ['twice', (signature: string) => signature + signature],
    ['as a probe', (signature: string) => `WECHATPAY/SIGNTEST/${signature.slice(19)}`],
    ['in hexadecimal', (signature: string) => Buffer.from(signature, 'base64').toString('hex')],
  ])('written %s is refused', async (_, change) => {
    const pairs = caller.pairs('GET', list)
    const changed = { ...pairs, signature: change(pairs.signature) }
    expect(changed.signature).not.toBe(pairs.signature)
    const received = await caller.send('GET', list, '', { authorization: authorization(changed) })
    expect([received.status, received.signed]).toEqual([401, false])
    expect(received.text).toContain('签名错误')
  })

  test('with any bit flipped is refused', async () => {
    const pairs = caller.pairs('GET', list)
    const statuses = await Promise.all(
      Array.from({ length: 2048 / 16 }, async (_, index) => {
        const bytes = Buffer.from(pairs.signature, 'base64')
        const bit = index * 16 + (index % 16)
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        const flipped = { ...pairs, signature: bytes.toString('base64') }
        return (await caller.send('GET', list, '', { authorization: authorization(flipped) })).status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([401]))
    expect(statuses).toHaveLength(128)
  })
})

test('an answer carries the headers of the protocol', async () => {
  const received = await caller.call('GET', list)
  expect(received.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-language': 'zh-CN',
    'cache-control': 'no-cache, must-revalidate',
    'x-content-type-options': 'nosniff',
    'wechatpay-timestamp': String(running.clock.seconds),
    'wechatpay-serial': caller.wechatpay_serial,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  })
  expect(received.headers['request-id']).toMatch(/^[0-9A-F]{22}-0$/)
  expect(received.headers['wechatpay-nonce']).toMatch(/^[0-9A-Za-z]{32}$/)
})

function times({ timestamp, nonce_str }: Pairs): Partial<Pairs> {
  return { timestamp, nonce_str }
}

function nextLetter(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return alphabet.charAt(alphabet.indexOf(letter) + 1)
}
