import type { WebhookOptions } from '../handle.ts'
import type { TenantOption } from '../request.ts'
import type { IncomingRequest, Parsed } from './incoming.ts'
import { nodeWebhook, type OutgoingResponse } from './node.ts'

/**
 * Receives notifications with Express, 4 and 5. It reads the body itself: mount it before `express.json()`, or
 * after `express.raw({ type: '*\/*' })` or a `verify` hook that sets `request.rawBody`.
 *
 * @example
 * app.post('/notify', expressWebhook({ keyring, store, on }))
 */
export function expressWebhook<Request extends IncomingRequest & Parsed>(
  options: WebhookOptions & TenantOption<Request>,
): (request: Request, response: OutgoingResponse) => Promise<void> {
  return nodeWebhook(options)
}
