import type { WebhookOptions } from '@card-member/sdk/webhook'
import { fastifyWebhook } from '@card-member/sdk/webhook/fastify'
import { type FastifyInstance, fastify } from 'fastify'

/** A Fastify application that receives notifications at /notify and parses JSON everywhere else. */
export async function createApp(options: WebhookOptions): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(fastifyWebhook, { path: '/notify', ...options })
  app.post('/echo', async (request) => request.body)
  return app
}
