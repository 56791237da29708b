import type { WebhookOptions } from '../handle.ts'
import { deliver, type TenantOption } from '../request.ts'
import { type IncomingRequest, rawBodyOf } from './incoming.ts'

/** The context of a Koa request, with the fields that are used. */
export interface KoaContext {
  readonly req: IncomingRequest
  readonly request: object
  set(headers: Record<string, string>): void
  status: number
  body: unknown
}

/**
 * Receives notifications with Koa. It reads the body itself, and takes the `rawBody` that `koa-bodyparser` and
 * `@koa/bodyparser` keep.
 *
 * @example
 * router.post('/notify', koaWebhook({ keyring, store, on }))
 */
export function koaWebhook<Context extends KoaContext>({ tenant, ...options }: WebhookOptions & TenantOption<Context>) {
  return async (context: Context): Promise<void> => {
    const read = () => rawBodyOf(context.req, context.request)
    const { status, headers, body } = await deliver(read, context.req.headers, options, () => tenant?.(context))
    context.body = body
    context.set({ ...headers })
    context.status = status
  }
}
