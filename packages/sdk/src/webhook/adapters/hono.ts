import { checkLength } from '../body.ts'
import type { WebhookOptions } from '../handle.ts'
import { deliver, type TenantOption, toResponse } from '../request.ts'

/** The context of a Hono request, as far as it is needed. */
export interface HonoContext {
  readonly req: { readonly raw: { readonly headers: Headers }; arrayBuffer(): Promise<ArrayBuffer> }
}

/**
 * Receives notifications with Hono, on every runtime it runs on.
 *
 * @example
 * app.post('/notify', honoWebhook({ keyring, store, on }))
 */
export function honoWebhook<Context extends HonoContext>({ tenant, ...options }: WebhookOptions & TenantOption<Context>) {
  return async (context: Context): Promise<Response> => {
    const { headers } = context.req.raw
    const read = async () => {
      checkLength(headers.get('content-length'))
      return new Uint8Array(await context.req.arrayBuffer())
    }
    return toResponse(await deliver(read, headers, options, () => tenant?.(context)))
  }
}
