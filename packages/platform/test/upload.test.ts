import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { authorization, type Received } from './fixtures/caller.ts'
import { answerOf } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'

const target = '/v3/brand/partner/card-member/media/image-upload'
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const meta = JSON.stringify({ filename: 'card.png', sha256: createHash('sha256').update(png).digest('hex') })

const running = await startTestPlatform()
afterAll(async () => running[Symbol.asyncDispose]())

function send(contentType: string, body: Buffer, signed = meta): Promise<Received> {
  const { caller } = running
  return caller.send('POST', target, body, {
    'content-type': contentType,
    authorization: authorization(caller.pairs('POST', target, signed)),
  })
}

const part = (name: string, content: string | Buffer, filename?: string) =>
  Buffer.concat([
    Buffer.from(`Content-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n\r\n`),
    Buffer.from(content),
  ])

function body(parts: readonly Buffer[], boundary = 'b'): Buffer {
  const framed = parts.flatMap((bytes) => [Buffer.from(`--${boundary}\r\n`), bytes, Buffer.from('\r\n')])
  return Buffer.concat([...framed, Buffer.from(`--${boundary}--\r\n`)])
}

const whole = [part('meta', meta), part('file', png, 'card.png')]

describe('an upload is read', () => {
  test.each([
    ['as curl sends it', 'multipart/form-data; boundary=------------------------f3a1', '------------------------f3a1'],
    ['with its boundary in quotes', 'multipart/form-data; boundary="a b:c"', 'a b:c'],
    ['with its media type and parameter in capitals', 'MULTIPART/FORM-DATA;BOUNDARY=b', 'b'],
    ['with another parameter that looks like one', 'multipart/form-data; x="; boundary=z"; boundary=b', 'b'],
    ['with another parameter before', 'multipart/form-data; charset=utf-8; boundary=b', 'b'],
  ])('%s', async (_, contentType, boundary) => {
    expect((await send(contentType, body(whole, boundary))).status).toBe(200)
  })

  test('with meta as a file of another encoding: its bytes are what is signed', async () => {
    const typed = Buffer.concat([
      Buffer.from(
        'Content-Disposition: form-data; name="meta"; filename="meta.json"\r\nContent-Type: application/json; charset=gbk\r\n\r\n',
      ),
      Buffer.from(meta),
    ])
    expect((await send('multipart/form-data; boundary=b', body([typed, part('file', png)]))).status).toBe(200)
  })

  test('with parts that nobody asked for, and text around them', async () => {
    const around = Buffer.concat([Buffer.from('before\r\n'), body([part('other', 'x'), ...whole]), Buffer.from('after')])
    expect((await send('multipart/form-data; boundary=b', around)).status).toBe(200)
  })
})

describe('the error for an upload without readable parts says why, not that its signature is wrong', () => {
  const right = 'multipart/form-data; boundary=b'
  test.each<[name: string, contentType: string, body: Buffer, issue: string]>([
    ['no boundary', 'multipart/form-data', body(whole), 'Content-Type has no boundary; it must be multipart/form-data; boundary=…'],
    [
      'another parameter',
      'multipart/form-data; charset=utf-8',
      body(whole),
      'Content-Type has no boundary; it must be multipart/form-data; boundary=…',
    ],
    ['an empty boundary', 'multipart/form-data; boundary=', body(whole), 'the boundary in Content-Type is empty'],
    ['an empty one in quotes', 'multipart/form-data; boundary=""', body(whole), 'the boundary in Content-Type is empty'],
    ['two boundaries', 'multipart/form-data; boundary=b; boundary=c', body(whole), 'Content-Type has its boundary twice'],
    [
      'a long boundary',
      `multipart/form-data; boundary=${'b'.repeat(71)}`,
      body(whole, 'b'.repeat(71)),
      'the boundary in Content-Type has 71 characters, at most 70 are allowed',
    ],
    ['another boundary', 'multipart/form-data; boundary=c', body(whole), 'the body does not hold the boundary that Content-Type names'],
    [
      'a boundary in another case',
      'multipart/form-data; boundary=B',
      body(whole),
      'the boundary in Content-Type and the one in the body differ in upper and lower case',
    ],
    ['no body', right, Buffer.alloc(0), 'the body does not hold the boundary that Content-Type names'],
    ['no parts', right, Buffer.from('--b--\r\n'), 'the body has no parts'],
    ['no end', right, body(whole).subarray(0, -7), 'the body has no closing boundary, which ends with --'],
    [
      'lines without CR',
      right,
      Buffer.from(
        body([part('meta', meta)])
          .toString()
          .replaceAll('\r\n', '\n'),
      ),
      'lines of the body end with LF; they must end with CRLF',
    ],
    ['no meta', right, body([part('file', png)]), 'the body has no part named meta; it has 1 other part, file among them'],
    ['meta in another case', right, body([part('Meta', meta)]), 'the body has no part named meta; it has 1 other part'],
    ['parts without a name', right, body([Buffer.from('\r\nx')]), 'the body has no part named meta; it has no part with a name'],
    ['meta twice', right, body([part('meta', meta), ...whole]), 'the body has the part meta twice'],
    ['file twice', right, body([...whole, part('file', png)]), 'the body has the part file twice'],
    [
      'a file in base64',
      right,
      body([
        part('meta', meta),
        Buffer.from('Content-Disposition: form-data; name="file"\r\nContent-Transfer-Encoding: BASE64\r\n\r\niVBO'),
      ]),
      'the part file has Content-Transfer-Encoding base64; parts are sent as they are',
    ],
    ['many parts', right, body([...whole, ...Array.from({ length: 15 }, () => part('x', ''))]), 'the body has more than 16 parts'],
  ])('%s', async (_, contentType, sent, issue) => {
    expect(answerOf(await send(contentType, sent))).toEqual([
      400,
      { code: 'PARAM_ERROR', message: '参数错误', detail: { issue, location: 'body' } },
    ])
  })

  test('another media type', async () => {
    for (const contentType of ['application/json', 'multipart/mixed; boundary=b', 'multipart/form-data, boundary=b', 'x'])
      expect(answerOf(await send(contentType, body(whole)))).toEqual([
        415,
        { code: 'INVALID_REQUEST', message: 'Content-Type须为multipart/form-data' },
      ])
  })
})

test('the error for an upload without its file says so, not that its signature is wrong', async () => {
  const received = await send('multipart/form-data; boundary=b', body([part('meta', meta)]))
  expect([...answerOf(received), received.signed]).toEqual([
    400,
    { code: 'PARAM_ERROR', message: '参数错误', detail: { issue: 'must have the parts meta and file', location: 'body' } },
    true,
  ])
})

test('every malformed upload is answered as an error of the caller', async () => {
  const pieces = fc.constantFrom('--b', '--b--', '\r\n', '\n', 'Content-Disposition: form-data; name="meta"', '\r\n\r\n', '{}', '\0', '"')
  const bodies = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((texts) => Buffer.from(texts.join(''))),
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
  )
  const parameters = fc.constantFrom(
    'boundary=b',
    'boundary="b"',
    'boundary="b',
    'boundary=\\',
    'boundary',
    ';;',
    'boundary=b;',
    'BOUNDARY = b',
  )
  await fc.assert(
    fc.asyncProperty(parameters, bodies, async (parameter, sent) => {
      const { status } = await send(`multipart/form-data; ${parameter}`, sent)
      expect([400, 401]).toContain(status)
    }),
    { numRuns: 200 },
  )
  expect(running.log.text).not.toContain('"level":"error"')
})
