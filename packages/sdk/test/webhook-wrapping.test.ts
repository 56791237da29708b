import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { receive, WebhookError } from '../src/webhook/index.ts'
import { rewritings } from '../src/webhook/rewriting.ts'
import { failureOf } from './fixtures/failure.ts'
import { clock, keyring, notify } from './fixtures/notification.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const named = (what: string) => `The signature fits the body ${what}. Hand over the raw bytes.`
const gateway =
  "decoded from base64, not the bytes handed over: an API gateway encodes bodies so (isBase64Encoded); decode it: Buffer.from(event.body, 'base64')"

async function mistakeAfter(wrap: (raw: Buffer) => Uint8Array | string): Promise<WebhookError> {
  const { raw, headers } = await notify()
  const error = await failureOf(receive(wrap(Buffer.from(raw)), headers, keyring(), { clock }))
  if (error instanceof WebhookError) return error
  throw error
}

describe('a body that was wrapped on the way', () => {
  it.each([
    ['base64 of an API gateway', (raw: Buffer) => raw.toString('base64'), gateway],
    ['base64 without its padding', (raw: Buffer) => raw.toString('base64').replace(/=+$/, ''), gateway],
    ['base64 in lines of 76', (raw: Buffer) => raw.toString('base64').replace(/.{76}/g, '$&\r\n'), gateway],
    ['base64 in a JSON string', (raw: Buffer) => JSON.stringify(raw.toString('base64')), gateway],
    [
      'a JSON string of it',
      (raw: Buffer) => JSON.stringify(raw.toString()),
      'taken out of the JSON string it was put in, not the bytes handed over: something stringified a text that was JSON already',
    ],
    [
      'its URL encoding',
      (raw: Buffer) => encodeURIComponent(raw.toString()),
      'decoded from its URL encoding, not the bytes handed over: something treated it as a form',
    ],
    [
      'a form that has it as a name',
      (raw: Buffer) => new URLSearchParams([[raw.toString(), '']]).toString(),
      'decoded from its URL encoding, not the bytes handed over: something treated it as a form',
    ],
    [
      'a form that has it as a value',
      (raw: Buffer) => new URLSearchParams({ body: raw.toString() }).toString(),
      'decoded from its URL encoding, not the bytes handed over: something treated it as a form',
    ],
    ['hex digits', (raw: Buffer) => raw.toString('hex'), 'decoded from hex digits, not the bytes handed over: something printed its bytes'],
    [
      'the whole event of a gateway',
      (raw: Buffer) => JSON.stringify({ httpMethod: 'POST', isBase64Encoded: true, body: raw.toString('base64') }),
      "taken out of the gateway's event, not the bytes handed over: hand over event.body, decoded when isBase64Encoded is true",
    ],
    [
      'the whole event of a gateway that encodes nothing',
      (raw: Buffer) => JSON.stringify({ isBase64Encoded: false, body: raw.toString() }),
      "taken out of the gateway's event, not the bytes handed over: hand over event.body, decoded when isBase64Encoded is true",
    ],
    [
      'gzip without a Content-Encoding',
      (raw: Buffer) => gzipSync(raw),
      'decompressed with gzip, not the bytes handed over: a proxy compressed it and left out Content-Encoding, or the header was not handed over',
    ],
  ])('is named: %s', async (_name, wrap, what) => {
    const error = await mistakeAfter(wrap)
    expect({ code: error.code, status: error.status, message: error.message }).toEqual({
      code: 'BODY_RESERIALISED',
      status: 401,
      message: named(what),
    })
  })

  it('is named in Chinese from end to end', async () => {
    const error = await mistakeAfter((raw) => raw.toString('base64'))
    expect(error.in('zh-CN')).toBe(
      "签名与传入的字节不符，但与 base64 解码后的请求体相符：API 网关会这样编码（isBase64Encoded），请先解码：Buffer.from(event.body, 'base64')。请传入原始字节。",
    )
  })

  it('is named when it is base64url', async () => {
    // Only some bodies have a character in which the two alphabets differ.
    const { raw, headers } = await notify({ change: (envelope) => ({ ...envelope, summary: '???>>>ÿÿÿ' }) })
    const text = Buffer.from(raw).toString('base64url')
    expect(text).toMatch(/[-_]/)
    const error = await failureOf(receive(text, headers, keyring(), { clock }))
    expect(error).toMatchObject({
      code: 'BODY_RESERIALISED',
      message: named("decoded from base64url, not the bytes handed over: decode it: Buffer.from(body, 'base64url')"),
    })
  })

  it('is named when a byte order mark was put before it', async () => {
    const error = await mistakeAfter((raw) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), raw]))
    expect(error.message).toContain('the same content without the white space around it')
  })

  it('is not searched in a body that would break the search', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.base64String(), fc.uint8Array()), async (body) => {
        for (const { name, body: found } of await rewritings(typeof body === 'string' ? bytes(body) : body)) {
          expect(name.en.length * name['zh-CN'].length).toBeGreaterThan(0)
          expect(found).toBeInstanceOf(Uint8Array)
        }
      }),
    )
  })
})
