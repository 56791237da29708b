import type { EventKind } from '../contract/event.ts'
import { WebhookError } from './error.ts'
import type { KnownEvent, UnknownEvent, WebhookEvent } from './event.ts'
import type { HeadersInput } from './headers.ts'
import type { KeyringResolver, WebhookKeyring } from './keyring.ts'
import { type OnceOptions, once } from './once.ts'
import { type ReceiveOptions, receive } from './receive.ts'
import { type Acknowledgement, reply } from './reply.ts'
import type { EventStore } from './store.ts'

/** Handles an event. The event is acknowledged when the handler ends, and sent again when it throws. Events without a handler are
 * acknowledged. */
export type EventHandlers = { readonly [Kind in EventKind]?: ((event: KnownEvent<Kind>) => unknown) | undefined }

/** Options of handling notifications, for every framework. */
export interface WebhookOptions extends OnceOptions, Pick<ReceiveOptions, 'clock'> {
  /** `webhookKeyring(credential)`, or for several merchants a function that finds it. */
  readonly keyring: WebhookKeyring | KeyringResolver
  /** Remembers which events are handled. */
  readonly store: EventStore
  /**
   * A handler for each kind. WeChat Pay waits 5 seconds for the acknowledgement, so keep handlers short: store the event,
   * and do longer work afterwards.
   */
  readonly on: EventHandlers
  /**
   * Handles events of types that this version does not know; they are acknowledged unless it throws. Without it, an event of a
   * known type that lacks required fields (`missing`) is rejected as RESOURCE_INCOMPLETE, so that it is not lost.
   */
  readonly onUnknown?: ((event: UnknownEvent) => unknown) | undefined
  /** Called for each notification that is not accepted, for logs. SIGNATURE_PROBE is a routine check by WeChat Pay. */
  readonly onError?: ((error: WebhookError) => void) | undefined
}

/** One delivery of a notification. */
export interface Delivery extends WebhookOptions, Pick<ReceiveOptions, 'tenant'> {
  /** The raw bytes, before any parser. */
  readonly raw: Uint8Array | string
  readonly headers: HeadersInput
}

/**
 * Handles a notification: receives it, runs its handler unless an earlier delivery did, and returns the answer. It does not throw.
 * A handler that succeeded is not run again; a handler that failed is run with the next delivery.
 *
 * @example
 * const { status, headers, body } = await handle({ raw, headers, keyring, store, on: {
 *   'USER_CARD.CREATE': (event) => queue.push(event.resource),
 * } })
 */
export async function handle({ raw, headers, tenant, ...options }: Delivery): Promise<Acknowledgement> {
  const { keyring, store, clock } = options
  try {
    const event = await receive(raw, headers, keyring, { clock, tenant })
    await once(store, event.dedupe_keys, () => work(event, options), { ...options, unconfirmed: (error) => report(error, options) })
    return reply.ok()
  } catch (cause) {
    return refuse(cause, options)
  }
}

/** Calls `onError` and makes the answer. */
export function refuse(cause: unknown, options: Pick<WebhookOptions, 'onError'>): Acknowledgement {
  const error = cause instanceof WebhookError ? cause : new WebhookError('INTERNAL_ERROR', '', { cause })
  report(error, options)
  return reply.fail(error)
}

function report(error: WebhookError, { onError }: Pick<WebhookOptions, 'onError'>): void {
  try {
    onError?.(error)
  } catch {
    // A logger that fails must not change the answer.
  }
}

async function work(event: WebhookEvent, { on, onUnknown }: WebhookOptions): Promise<void> {
  const { event_type, request_id } = event
  try {
    if (event.kind !== 'unknown') await dispatch(event, on)
    else if (onUnknown) await onUnknown(event)
    else if (event.missing.length > 0) throw new WebhookError('RESOURCE_INCOMPLETE', event.missing.join(', '), { request_id })
  } catch (cause) {
    if (cause instanceof WebhookError) throw cause
    throw new WebhookError('HANDLER_FAILED', event_type.slice(0, 80), { request_id, cause })
  }
}

async function dispatch<Kind extends EventKind>(event: KnownEvent<Kind>, on: EventHandlers): Promise<void> {
  const handler: ((event: KnownEvent<Kind>) => unknown) | undefined = on[event.kind]
  await handler?.(event)
}
