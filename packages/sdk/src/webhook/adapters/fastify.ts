import { expectRaw } from '../body.ts'
import type { WebhookOptions } from '../handle.ts'
import { deliver, type TenantOption } from '../request.ts'
import type { NodeHeaders } from './incoming.ts'

/** A Fastify request, as far as it is needed. */
export interface FastifyRequestLike {
  readonly headers: NodeHeaders
  readonly body: unknown
  readonly params: unknown
}

interface FastifyReplyLike {
  code(status: number): { headers(values: Record<string, string>): { send(body: string): unknown } }
}

type Parse = (request: never, body: Uint8Array, done: (error: null, body: Uint8Array) => void) => void

interface FastifyLike {
  removeAllContentTypeParsers(): void
  addContentTypeParser(type: string, options: { parseAs: 'buffer' }, parse: Parse): unknown
  post(path: string, handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>): unknown
}

/** Options of `fastifyWebhook`. */
export interface FastifyWebhookOptions extends WebhookOptions, TenantOption<FastifyRequestLike> {
  /** Where notifications arrive, such as `/notify` or `/notify/:tenant`. */
  readonly path: string
}

/**
 * Receives notifications with Fastify, as a plugin: within it bodies stay as they came, outside of it nothing changes.
 *
 * @example
 * await app.register(fastifyWebhook, { path: '/notify', keyring, store, on })
 */
export async function fastifyWebhook(app: FastifyLike, { path, tenant, ...options }: FastifyWebhookOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post(path, async (request, reply) => {
    const read = async () => expectRaw(request.body)
    const { status, headers, body } = await deliver(read, request.headers, options, () => tenant?.(request))
    return reply
      .code(status)
      .headers({ ...headers })
      .send(body)
  })
}
