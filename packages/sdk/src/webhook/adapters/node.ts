import type { WebhookOptions } from '../handle.ts'
import { deliver, type TenantOption } from '../request.ts'
import { type IncomingRequest, type Parsed, rawBodyOf } from './incoming.ts'

/** A response of node:http. */
export interface OutgoingResponse {
  writeHead(status: number, headers: Record<string, string>): { end(body?: string): unknown }
}

/**
 * Receives notifications with node:http.
 *
 * @example
 * createServer(nodeWebhook({ keyring, store, on })).listen(3000)
 */
export function nodeWebhook<Request extends IncomingRequest & Parsed>({ tenant, ...options }: WebhookOptions & TenantOption<Request>) {
  return async (request: Request, response: OutgoingResponse): Promise<void> => {
    const read = () => rawBodyOf(request, request)
    const { status, headers, body } = await deliver(read, request.headers, options, () => tenant?.(request))
    response.writeHead(status, { ...headers }).end(body)
  }
}
