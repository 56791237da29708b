import { readAll } from '../body.ts'
import type { WebhookOptions } from '../handle.ts'
import { chunksOf, deliver, type TenantOption, toResponse } from '../request.ts'

/** The context of a Hono request, with the fields that are used. */
export interface HonoContext {
  readonly req: { readonly raw: Request; arrayBuffer(): Promise<ArrayBuffer> }
}

/**
 * Receives notifications with Hono, on every runtime it runs on.
 *
 * @example
 * app.post('/notify', honoWebhook({ keyring, store, on }))
 */
export function honoWebhook<Context extends HonoContext>({ tenant, ...options }: WebhookOptions & TenantOption<Context>) {
  return async (context: Context): Promise<Response> => {
    const { raw } = context.req
    // Hono keeps a body that a middleware has read.
    const read = async () => (raw.bodyUsed ? new Uint8Array(await context.req.arrayBuffer()) : readAll(chunksOf(raw.body)))
    return toResponse(await deliver(read, raw.headers, options, () => tenant?.(context)))
  }
}
