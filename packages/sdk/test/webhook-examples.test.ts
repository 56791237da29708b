import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { createApp as createExpress } from '../examples/webhook-express.ts'
import { createApp as createFastify } from '../examples/webhook-fastify.ts'
import { createApp as createHono } from '../examples/webhook-hono.ts'
import { createApp as createKoa } from '../examples/webhook-koa.ts'
import { createApp as createNest } from '../examples/webhook-nest.ts'
import { createApp as createNode } from '../examples/webhook-node.ts'
import { expressWebhook } from '../src/webhook/adapters/express.ts'
import { koaWebhook } from '../src/webhook/adapters/koa.ts'
import { MemoryEventStore, type WebhookError, type WebhookOptions } from '../src/webhook/index.ts'
import { strangerKey } from './fixtures/keys.ts'
import { clock, keyring, notifiedCard, notify } from './fixtures/notification.ts'

/** A framework's application, listening on loopback. */
interface Listening {
  readonly url: string
  close(): Promise<unknown>
}

type Start = (options: WebhookOptions) => Promise<Listening>

async function listen(server: Server): Promise<Listening> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

const frameworks: readonly (readonly [string, Start])[] = [
  ['node:http', (options) => listen(createNode(options))],
  ['Express 5', (options) => listen(createServer(createExpress(options)))],
  [
    'Fastify',
    async (options) => {
      const app = await createFastify(options)
      return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
    },
  ],
  ['Hono', (options) => listen(createServer(getRequestListener(createHono(options).fetch)))],
  ['Koa', (options) => listen(createServer(createKoa(options).callback()))],
  [
    'NestJS',
    async (options) => {
      const app = await createNest(options)
      await app.listen(0, '127.0.0.1')
      return { url: (await app.getUrl()).replace('[::1]', '127.0.0.1'), close: () => app.close() }
    },
  ],
]

/** One application that records its events. */
class Shop implements AsyncDisposable {
  readonly seen: string[] = []
  readonly errors: WebhookError[] = []
  #app: Listening | undefined

  static async open(start: Start): Promise<Shop> {
    const shop = new Shop()
    shop.#app = await start({
      keyring: keyring(),
      store: new MemoryEventStore({ clock }),
      clock,
      on: { 'USER_CARD.CREATE': ({ resource }) => shop.seen.push(resource.openid) },
      onError: (error) => shop.errors.push(error),
    })
    return shop
  }

  async post(path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) {
    const answer = await fetch(`${this.#app?.url}${path}`, { method: 'POST', headers, body })
    return { status: answer.status, body: await answer.text() }
  }

  async deliver(parts: Parameters<typeof notify>[0] = {}, change: (raw: string) => string = (raw) => raw) {
    const { raw, headers } = await notify(parts)
    return this.post('/notify', headers, change(new TextDecoder().decode(raw)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app?.close()
  }
}

const failed = (status: number, code: string) => ({ status, body: JSON.stringify({ code: 'FAIL', message: code }) })

describe.each(frameworks)('the example for %s', (_name, start) => {
  it('accepts a good notification once, and its duplicate without running the handler', async () => {
    await using shop = await Shop.open(start)
    expect(await shop.deliver()).toEqual({ status: 204, body: '' })
    expect(await shop.deliver()).toEqual({ status: 204, body: '' })
    expect(shop.seen).toEqual([notifiedCard.openid])
  })

  it('verifies the raw bytes of any JSON form', async () => {
    await using shop = await Shop.open(start)
    expect(await shop.deliver({ write: (value) => `${JSON.stringify(value, undefined, 3)}\n` })).toEqual({ status: 204, body: '' })
    expect(shop.seen).toEqual([notifiedCard.openid])
  })

  it('rejects a changed body, the signature of a stranger, and another APIv3 key', async () => {
    await using shop = await Shop.open(start)
    expect(await shop.deliver({}, (raw) => raw.replace('2026', '2027'))).toEqual(failed(401, 'SIGNATURE_WRONG'))
    expect(await shop.deliver({ key: strangerKey })).toEqual(failed(401, 'SIGNATURE_WRONG'))
    expect(await shop.deliver({ apiv3_key: 'w'.repeat(32) })).toEqual(failed(500, 'APIV3_KEY_WRONG'))
    expect(await shop.deliver({}, () => '')).toEqual(failed(400, 'BODY_EMPTY'))
    expect(shop.seen).toEqual([])
    expect(shop.errors.map(({ code }) => code)).toEqual(['SIGNATURE_WRONG', 'SIGNATURE_WRONG', 'APIV3_KEY_WRONG', 'BODY_EMPTY'])
  })

  it('rejects a body that is too large for a notification', async () => {
    await using shop = await Shop.open(start)
    const { headers } = await notify()
    const { status } = await shop.post('/notify', headers, 'x'.repeat(1024 * 1024 + 1))
    expect(status).toBe(413)
  })
})

describe('an application that parses bodies elsewhere', () => {
  it.each(frameworks.filter(([name]) => ['Express 5', 'Fastify', 'Hono'].includes(name)))(
    'goes on doing so with %s',
    async (_name, start) => {
      await using shop = await Shop.open(start)
      expect(await shop.post('/echo', { 'Content-Type': 'application/json' }, '{"a": 1}')).toEqual({ status: 200, body: '{"a":1}' })
    },
  )

  it('is told when its parser stands before the webhook', async () => {
    const start: Start = (options) => listen(createServer(express().use(express.json()).post('/notify', expressWebhook(options))))
    await using shop = await Shop.open(start)
    expect(await shop.deliver()).toEqual(failed(500, 'BODY_PARSED'))
    expect(shop.errors[0]?.message).toContain('no express.json() on this path')
  })

  it('may keep the raw bytes itself', async () => {
    const raw: Start = (options) =>
      listen(
        createServer(
          express()
            .use(express.raw({ type: '*/*' }))
            .post('/notify', expressWebhook(options)),
        ),
      )
    await using shop = await Shop.open(raw)
    expect(await shop.deliver()).toEqual({ status: 204, body: '' })
  })

  it('may hand over the rawBody that a Koa parser keeps', async () => {
    const { raw, headers } = await notify()
    const context = {
      req: Object.assign((async function* (): AsyncGenerator<Uint8Array> {})(), { headers, readableEnded: true }),
      request: { rawBody: new TextDecoder().decode(raw), body: {} },
      set: () => undefined,
      status: 404,
      body: undefined as unknown,
    }
    await koaWebhook({ keyring: keyring(), store: new MemoryEventStore(), clock, on: {} })(context)
    expect(context.status).toBe(204)
  })
})
