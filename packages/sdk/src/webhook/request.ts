import { readAll } from './body.ts'
import { WebhookError } from './error.ts'
import { handle, refuse, type WebhookOptions } from './handle.ts'
import type { HeadersInput } from './headers.ts'
import type { Acknowledgement } from './reply.ts'

/** What finds the merchant of a request, for services with several: by the URL, as a rule. */
export interface TenantOption<Request> {
  /** Handed to the resolver of the keyring. */
  readonly tenant?: ((request: Request) => string | undefined) | undefined
}

/**
 * Handles a notification that came as a `Request`, as in Next.js, Workers, Bun and Deno.
 *
 * @example
 * export const POST = (request: Request) => handleRequest(request, { keyring, store, on })
 */
export async function handleRequest(request: Request, { tenant, ...options }: WebhookOptions & TenantOption<Request>): Promise<Response> {
  const read = async () => {
    if (request.bodyUsed) throw new WebhookError('BODY_PARSED')
    return readAll(chunksOf(request.body))
  }
  return toResponse(await deliver(read, request.headers, options, () => tenant?.(request)))
}

/** Reads a body in the way of its framework and handles it; whatever goes wrong on the way is answered, never thrown. */
export async function deliver(
  read: () => Promise<Uint8Array | string>,
  headers: HeadersInput,
  options: WebhookOptions,
  tenant: () => string | undefined,
): Promise<Acknowledgement> {
  try {
    const raw = await read()
    return await handle({ ...options, raw, headers, tenant: tenant() })
  } catch (cause) {
    return refuse(cause, options)
  }
}

/** An acknowledgement as a `Response`. */
export function toResponse({ status, headers, body }: Acknowledgement): Response {
  return new Response(body === '' ? null : body, { status, headers: { ...headers } })
}

/** The bytes of a stream, by its reader: not every runtime can iterate over one. */
export async function* chunksOf(body: Request['body']): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value
}
