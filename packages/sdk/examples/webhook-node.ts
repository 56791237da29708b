import { createServer, type Server } from 'node:http'
import type { WebhookOptions } from '@card-member/sdk/webhook'
import { nodeWebhook } from '@card-member/sdk/webhook/node'

/** A plain node:http server that receives notifications at /notify. */
export function createApp(options: WebhookOptions): Server {
  const webhook = nodeWebhook(options)
  return createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/notify') void webhook(request, response)
    else response.writeHead(404).end()
  })
}
