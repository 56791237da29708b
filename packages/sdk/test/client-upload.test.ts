import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../src/index.ts'
import { parseAuthorization, verifyRequest } from '../src/protocol/index.ts'
import { type ReceivedRequest, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { merchantKey } from './fixtures/keys.ts'
import { startServer } from './fixtures/server.ts'

const file = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256)
const digest = createHash('sha256').update(file).digest('hex')
const media_url = 'https://wxpaylogo.qpic.cn/wxpaylogo/abc/0'

/** The parts of a multipart body: their headers and their bytes. */
function partsOf({ headers, bytes }: ReceivedRequest): { head: string; content: Buffer }[] {
  const [, boundary = ''] = /boundary=(.+)$/.exec(headers['content-type'] ?? '') ?? []
  const text = bytes.toString('latin1')
  expect(text.endsWith(`\r\n--${boundary}--\r\n`)).toBe(true)
  return text
    .slice(0, -`\r\n--${boundary}--\r\n`.length)
    .split(`--${boundary}\r\n`)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n')
      return { head: part.slice(0, end), content: Buffer.from(part.slice(end + 4).replace(/\r\n$/, ''), 'latin1') }
    })
}

async function signedOver({ method, url, headers }: ReceivedRequest, body: Buffer): Promise<boolean> {
  const { nonce = '', timestamp = '', signature = '' } = parseAuthorization(headers.authorization ?? '') ?? {}
  return verifyRequest({ method, target: url, timestamp, nonce, body }, signature, merchantKey)
}

describe('images.upload', () => {
  it('sends name, digest and bytes, and signs the exact bytes of meta', async () => {
    await using server = await startServer(signed(200, { media_url }))
    expect(await server.client().images.upload({ filename: 'face.png', file })).toEqual({ media_url })
    const [received] = server.requests
    if (received === undefined) throw new Error('nothing was sent')
    const [meta, image] = partsOf(received)
    expect({ method: received.method, url: received.url, type: received.headers['content-type']?.slice(0, 42) }).toEqual({
      method: 'POST',
      url: '/v3/brand/partner/card-member/media/image-upload',
      type: 'multipart/form-data; boundary=card-member-',
    })
    expect(meta?.head).toBe('Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json')
    expect(meta?.content.toString()).toBe(JSON.stringify({ filename: 'face.png', file_digest: digest }))
    expect(image?.head).toBe('Content-Disposition: form-data; name="file"; filename="face.png"\r\nContent-Type: image/png')
    expect(image?.content.equals(file)).toBe(true)
    expect(await signedOver(received, meta?.content ?? Buffer.alloc(0))).toBe(true)
    expect(received.signed).toBe(false)
  })

  it('derives the media type of the part from the file name', async () => {
    await using server = await startServer(signed(200, { media_url }))
    const api = server.client()
    for (const filename of ['a.JPG', 'b.jpeg', 'c.bmp', '会员"卡\r\n.png']) await api.images.upload({ filename, file })
    expect(server.requests.map((received) => Buffer.from(partsOf(received)[1]?.head ?? '', 'latin1').toString())).toEqual([
      'Content-Disposition: form-data; name="file"; filename="a.JPG"\r\nContent-Type: image/jpeg',
      'Content-Disposition: form-data; name="file"; filename="b.jpeg"\r\nContent-Type: image/jpeg',
      'Content-Disposition: form-data; name="file"; filename="c.bmp"\r\nContent-Type: image/bmp',
      'Content-Disposition: form-data; name="file"; filename="会员%22卡%0D%0A.png"\r\nContent-Type: image/png',
    ])
  })

  it('sends a given digest unchanged if it is right', async () => {
    await using server = await startServer(signed(200, { media_url }))
    const api = server.client()
    await api.images.upload({ filename: 'a.png', file, sha256: digest })
    await api.images.upload({ filename: 'a.png', file, file_digest: digest })
    expect(server.requests.map((received) => partsOf(received)[0]?.content.toString())).toEqual([
      JSON.stringify({ filename: 'a.png', sha256: digest }),
      JSON.stringify({ filename: 'a.png', file_digest: digest }),
    ])
    expect(await failureOf(api.images.upload({ filename: 'a.png', file, sha256: '0'.repeat(64) }))).toMatchObject({
      code: 'INVALID_INPUT',
      outcome: 'not_sent',
      issues: [{ pointer: '/sha256', issue: 'is not the SHA-256 of the file; leave it out and it is computed' }],
    })
  })

  it.each([
    [{ filename: 'a.gif', file }, '/filename'],
    [{ filename: `${'a'.repeat(125)}.png`, file }, '/filename'],
    [{ filename: 'a.png', file: new Uint8Array() }, '/file must not be empty'],
    [{ filename: 'a.png', file: new Uint8Array(2 * 1024 * 1024 + 1) }, '/file has 2097153 bytes; at most 2097152 are allowed'],
    [{ filename: 'a.png', file: 'text' }, "/file must be a Uint8Array: the image's bytes"],
    [{ filename: 'a.png' }, '/file is required'],
  ])('rejects %o', async (given, expected) => {
    await using server = await startServer(signed(200, { media_url }))
    const error = await failureOf(Reflect.apply(server.client().images.upload, undefined, [given]))
    const faults = error instanceof ValidationError ? error.issues.map(({ pointer, issue }) => `${pointer} ${issue}`) : []
    expect(faults).toEqual([expect.stringContaining(expected)])
    expect(server.requests).toEqual([])
  })

  it('accepts 2 MB, and repeats after a failure of the platform', async () => {
    await using server = await startServer(unsigned(502, '<html>'), signed(200, { media_url }))
    const whole = new Uint8Array(2 * 1024 * 1024).fill(0xff)
    expect(await server.client().images.upload({ filename: 'a.bmp', file: whole })).toEqual({ media_url })
    expect(server.requests).toHaveLength(2)
    expect(server.requests[0]?.bytes.equals(server.requests[1]?.bytes ?? Buffer.alloc(0))).toBe(true)
    expect(partsOf(server.requests[1] ?? failing()).at(1)?.content.length).toBe(2 * 1024 * 1024)
  })

  it('goes to the brand path for a brand', async () => {
    await using server = await startServer(signed(200, { media_url }))
    await server.brandClient().images.upload({ filename: 'face.png', file: Buffer.from(file) })
    expect(server.requests.map(({ url }) => url)).toEqual(['/brand/card-member/media/image-upload'])
  })
})

function failing(): never {
  throw new Error('nothing was sent')
}
