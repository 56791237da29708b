import type { WebhookOptions } from '@card-member/sdk/webhook'
import { expressWebhook } from '@card-member/sdk/webhook/express'
import express, { type Express } from 'express'

/** An Express application that receives notifications at /notify and parses JSON everywhere else. */
export function createApp(options: WebhookOptions): Express {
  const app = express()
  app.post('/notify', expressWebhook(options))
  app.use(express.json())
  app.post('/echo', (request, response) => void response.json(request.body))
  return app
}
