import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { receive } from '../src/webhook/index.ts'
import { failureOf } from './fixtures/failure.ts'
import { clock, keyring, notify } from './fixtures/notification.ts'

describe('a notification that a proxy compressed', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('is received under %s', async (coding, compress) => {
    const { raw, headers } = await notify()
    const event = await receive(compress(raw), { ...headers, 'Content-Encoding': coding }, keyring(), { clock })
    expect(event.kind).toBe('USER_CARD.CREATE')
  })

  it('is received when a framework decompressed it and kept the header', async () => {
    const { raw, headers } = await notify()
    expect((await receive(raw, { ...headers, 'content-encoding': 'gzip' }, keyring(), { clock })).kind).toBe('USER_CARD.CREATE')
  })

  it('is reported when it cannot be decompressed', async () => {
    const { headers } = await notify()
    const error = await failureOf(receive(Uint8Array.of(0, 1, 2), { ...headers, 'Content-Encoding': 'compress' }, keyring(), { clock }))
    expect(error).toMatchObject({
      code: 'BODY_COMPRESSED',
      status: 415,
      message:
        'A proxy on the way compressed the body in a way that cannot be undone here (Content-Encoding: compress), so the signature cannot be checked. Switch compression of requests off there, and hand over the bytes as they came.',
    })
  })

  it('is reported when its bytes were read as text', async () => {
    const { raw, headers } = await notify()
    const text = gzipSync(raw).toString('utf8')
    const error = await failureOf(receive(text, { ...headers, 'Content-Encoding': 'gzip' }, keyring(), { clock }))
    expect(error).toMatchObject({ code: 'BODY_COMPRESSED' })
  })

  it('is rejected when it decompresses beyond the limit of a notification', async () => {
    const { headers } = await notify()
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
    const error = await failureOf(receive(bomb, { ...headers, 'Content-Encoding': 'gzip' }, keyring(), { clock }))
    expect(error).toMatchObject({
      code: 'BODY_TOO_LARGE',
      status: 413,
      message: 'The body is larger than 1048576 bytes; no notification is.',
    })
  })
})
