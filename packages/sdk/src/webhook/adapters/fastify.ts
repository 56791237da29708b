import type { WebhookOptions } from '../handle.ts'
import { deliver, type TenantOption } from '../request.ts'
import { type IncomingRequest, type NodeHeaders, rawBodyOf } from './incoming.ts'

/** A Fastify request, with the fields that are used. */
export interface FastifyRequestLike {
  readonly headers: NodeHeaders
  readonly params: unknown
  readonly raw: IncomingRequest
}

interface FastifyReplyLike {
  code(status: number): { headers(values: Record<string, string>): { send(body: string): unknown } }
}

interface FastifyLike {
  removeAllContentTypeParsers(): void
  addContentTypeParser(type: string, parse: (request: unknown, payload: unknown) => Promise<undefined>): unknown
  post(path: string, handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>): unknown
}

/** Options of `fastifyWebhook`. */
export interface FastifyWebhookOptions extends WebhookOptions, TenantOption<FastifyRequestLike> {
  /** Where notifications arrive, such as `/notify` or `/notify/:tenant`. */
  readonly path: string
}

/**
 * Receives notifications with Fastify, as a plugin: inside the plugin bodies stay raw, outside nothing changes.
 *
 * @example
 * await app.register(fastifyWebhook, { path: '/notify', keyring, store, on })
 */
export async function fastifyWebhook(app: FastifyLike, { path, tenant, ...options }: FastifyWebhookOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  // A parser that leaves the stream alone.
  app.addContentTypeParser('*', async () => undefined)
  app.post(path, async (request, reply) => {
    const read = () => rawBodyOf(request.raw, {})
    const { status, headers, body } = await deliver(read, request.headers, options, () => tenant?.(request))
    return reply
      .code(status)
      .headers({ ...headers })
      .send(body)
  })
}
