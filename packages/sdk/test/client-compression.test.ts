import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTransport as createFetchTransport } from '../src/client/transport-fetch.ts'
import { AnswerError, ApiError, answerLimit, GatewayError, TransportError } from '../src/index.ts'
import { createTransport as createNodeTransport } from '../src/node/transport-node.ts'
import { decodeContent } from '../src/protocol/content-coding.ts'
import { signAnswer } from '../src/protocol/index.ts'
import { decompress } from '../src/protocol/runtime-web.ts'
import type { Responder } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { platformKey, platformKeyId } from './fixtures/keys.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const brotli = promisify(zlib.brotliCompress)
const compress = {
  gzip: promisify(zlib.gzip),
  'x-gzip': promisify(zlib.gzip),
  deflate: promisify(zlib.deflate),
  // The highest quality, which is the default, takes seconds for the largest bodies here.
  br: (body: Uint8Array) => brotli(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } }),
} as const
const overLimit = Buffer.alloc(answerLimit * 16, ' ')
const bombs = { gzip: compress.gzip(overLimit), deflate: compress.deflate(overLimit), br: compress.br(overLimit) }
const rawDeflate = promisify(zlib.deflateRaw)

/** An answer that was signed as it is, and changed by a proxy afterwards. */
function throughProxy(status: number, value: unknown, coding: string, change: (body: Buffer) => Buffer | Promise<Buffer>): Responder {
  return async (_request, response) => {
    const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
    const headers = await signAnswer(body, platformKeyId, platformKey, Date.now)
    response.writeHead(status, { ...headers, 'Content-Type': 'application/json', 'Content-Encoding': coding }).end(await change(body))
  }
}

describe.each([
  ['node:http', createNodeTransport],
  ['fetch', createFetchTransport],
] as const)('answers that a proxy compressed, over %s', (_name, createTransport) => {
  const transport = createTransport()

  it('are asked not to be', async () => {
    await using server = await startServer(throughProxy(200, userCard, 'identity', (body) => body))
    await server.client({ transport }).userCards.get(code, asked)
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity')
  })

  it.each(Object.entries(compress))('are verified under %s', async (coding, how) => {
    await using server = await startServer(throughProxy(200, userCard, coding, how))
    expect(await server.client({ transport }).userCards.get(code, asked)).toEqual(userCard)
  })

  it('are verified under deflate without its header, under two codings at once, and in upper case', async () => {
    await using server = await startServer(
      throughProxy(200, userCard, 'deflate', (body) => rawDeflate(body)),
      throughProxy(200, userCard, 'gzip, br', async (body) => compress.br(await compress.gzip(body))),
      throughProxy(200, userCard, 'GZIP', compress.gzip),
    )
    const api = server.client({ transport })
    for (let call = 0; call < 3; call++) expect(await api.userCards.get(code, asked)).toEqual(userCard)
  })

  it('are verified when the header names a coding and the body is plain', async () => {
    await using server = await startServer(throughProxy(200, userCard, 'aws-chunked', (body) => body))
    expect(await server.client({ transport }).userCards.get(code, asked)).toEqual(userCard)
  })

  it('are reported with the code of the platform', async () => {
    const refusal = { code: 'RESOURCE_NOT_EXISTS', message: '用户会员卡不存在' }
    await using server = await startServer(throughProxy(404, refusal, 'gzip', compress.gzip))
    const error = await failureOf(server.client({ transport }).userCards.get(code, asked))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ ...refusal, message: expect.anything(), status: 404, outcome: 'rejected', verified: true })
  })

  it('are reported as a gateway error when they are a gateway page', async () => {
    await using server = await startServer(throughProxy(502, '<html>502</html>', 'gzip', compress.gzip))
    const error = await failureOf(server.client({ transport, max_attempts: 1 }).userCards.get(code, asked))
    expect(error).toBeInstanceOf(GatewayError)
    expect(error).toMatchObject({ code: 'GATEWAY_ERROR', status: 502, outcome: 'unknown' })
  })

  it('are reported with a coding that is unknown, after a success and after an error', async () => {
    const bytes = () => Buffer.from([0xff, 0xfe, 0, 1])
    await using server = await startServer(throughProxy(200, userCard, 'compress', bytes), throughProxy(403, {}, 'compress', bytes))
    const api = server.client({ transport, max_attempts: 1 })
    const done = await failureOf(api.userCards.invalidate(code, asked))
    expect(done).toBeInstanceOf(AnswerError)
    expect(done).toMatchObject({ code: 'ANSWER_COMPRESSED', status: 200, outcome: 'unknown', verified: false })
    const refused = await failureOf(api.userCards.get(code, asked))
    expect(refused).toBeInstanceOf(GatewayError)
    expect(refused).toMatchObject({
      code: 'ANSWER_COMPRESSED',
      status: 403,
      message:
        'The answer to getUserCard was compressed by a proxy (403, Content-Encoding: compress), so it cannot be verified. Switch compression off in the proxy.',
    })
  })

  it('are reported with a coding that does not fit the bytes', async () => {
    await using server = await startServer(throughProxy(200, userCard, 'gzip', () => Buffer.from([0x1f, 0x8b, 8, 0, 0xff, 0xff, 0xff])))
    const error = await failureOf(server.client({ transport, max_attempts: 1 }).userCards.get(code, asked))
    expect(error).toMatchObject({ code: expect.stringMatching(/^(ANSWER_COMPRESSED|SIGNATURE_WRONG)$/), outcome: 'unknown' })
  })

  it.each(['gzip', 'deflate', 'br'] as const)('are stopped when they decompress beyond the limit of an answer: %s', async (coding) => {
    const bomb = await bombs[coding]
    await using server = await startServer(throughProxy(200, userCard, coding, () => bomb))
    const error = await failureOf(server.client({ transport, max_attempts: 1 }).userCards.get(code, asked))
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({
      code: 'ANSWER_TOO_LARGE',
      outcome: 'unknown',
      message: expect.stringContaining('is larger than 4194304 bytes.'),
    })
  })
})

describe('undoing a Content-Encoding', () => {
  it('restores any bytes compressed in any order', async () => {
    const codings = fc.array(fc.constantFrom('gzip', 'deflate', 'br'), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), codings, async (body, names) => {
        let bytes = Buffer.from(body)
        for (const name of names) if (name === 'gzip' || name === 'deflate' || name === 'br') bytes = await compress[name](bytes)
        const decoded = await decodeContent(bytes, names.join(', '), 1_000_000)
        expect(decoded).not.toBe('too_large')
        if (decoded !== 'too_large') expect([...decoded.body]).toEqual([...body])
      }),
    )
  })

  it('does not throw and does not exceed the limit for any bytes under any name', async () => {
    const name = fc.oneof(fc.constantFrom('gzip', 'deflate', 'br', 'zstd', 'gzip,gzip,gzip,gzip', '', 'identity'), fc.string())
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), name, async (bytes, header) => {
        const decoded = await decodeContent(bytes, header, 100)
        if (decoded !== 'too_large' && decoded.body !== bytes) expect(decoded.body.length).toBeLessThanOrEqual(100)
      }),
    )
  })

  it('is the same with web streams', async () => {
    const body = Buffer.from(JSON.stringify(userCard))
    for (const [name, bytes] of [
      ['gzip', await compress.gzip(body)],
      ['deflate', await compress.deflate(body)],
      ['deflate', await rawDeflate(body)],
    ] as const) {
      const undone = await decompress(name, bytes, 10_000)
      expect(Buffer.from(undone instanceof Uint8Array ? undone : [])).toEqual(body)
      expect(await decompress(name, bytes, 100)).toBe('too_large')
      expect(await decompress(name, bytes.subarray(4), 10_000)).toBeUndefined()
    }
    expect(await decompress('zstd', body, 10_000)).toBeUndefined()
  })
})
