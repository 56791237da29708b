import { readAll } from './body.ts'
import { WebhookError } from './error.ts'
import { handle, refuse, type WebhookOptions } from './handle.ts'
import type { HeadersInput } from './headers.ts'
import type { Acknowledgement } from './reply.ts'

/** Finds the merchant of a request, for services with several merchants; usually by the URL. */
export interface TenantOption<Request> {
  /** Passed to the resolver of the keyring. */
  readonly tenant?: ((request: Request) => string | undefined) | undefined
}

/**
 * Handles a notification that is a `Request`, as in Next.js, Workers, Bun and Deno.
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

/** Reads a body as its framework offers it, and handles it. An error on the way is answered, not thrown. */
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

/** Reads a stream by its reader, because some runtimes cannot iterate over a stream. */
export async function* chunksOf(body: Request['body']): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value
}
