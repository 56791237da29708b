import type { WebhookOptions } from '@card-member/sdk/webhook'
import { honoWebhook } from '@card-member/sdk/webhook/hono'
import { Hono } from 'hono'

/** A Hono application that receives notifications at /notify, on Node, Bun, Deno or Workers. */
export function createApp(options: WebhookOptions): Hono {
  const app = new Hono()
  app.post('/notify', honoWebhook(options))
  app.post('/echo', async (context) => context.json(await context.req.json()))
  return app
}
