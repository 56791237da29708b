import type { WebhookOptions } from '@card-member/sdk/webhook'
import { koaWebhook } from '@card-member/sdk/webhook/koa'
import Koa from 'koa'

/** A Koa application that receives notifications at /notify. */
export function createApp(options: WebhookOptions): Koa {
  const webhook = koaWebhook(options)
  const app = new Koa()
  app.use(async (context, next) => (context.method === 'POST' && context.path === '/notify' ? webhook(context) : next()))
  return app
}
