import type { EventKind } from '../contract/event.ts'
import { WebhookError } from './error.ts'
import type { KnownEvent, UnknownEvent, WebhookEvent } from './event.ts'
import type { HeadersInput } from './headers.ts'
import type { KeyringResolver, WebhookKeyring } from './keyring.ts'
import { type OnceOptions, once } from './once.ts'
import { type ReceiveOptions, receive } from './receive.ts'
import { type Acknowledgement, reply } from './reply.ts'
import type { EventStore } from './store.ts'

/** What to do at an event; it is acknowledged when this ends, and sent again when it throws. Events without one are acknowledged. */
export type EventHandlers = { readonly [Kind in EventKind]?: ((event: KnownEvent<Kind>) => unknown) | undefined }

/** How notifications are handled, whatever framework brings them. */
export interface WebhookOptions extends OnceOptions, Pick<ReceiveOptions, 'clock'> {
  /** `webhookKeyring(credential)`, or for several merchants a function that finds it. */
  readonly keyring: WebhookKeyring | KeyringResolver
  /** Where it is remembered which events were handled. */
  readonly store: EventStore
  /**
   * A handler for each kind. WeChat Pay waits 5 seconds for the acknowledgement, so keep them short: write the event down,
   * and do what takes longer afterwards.
   */
  readonly on: EventHandlers
  /**
   * Events of types that this version does not know: acknowledged unless this throws. Without it, one of a known type that
   * lacks what such an event always has (`missing`) is refused as RESOURCE_INCOMPLETE, so that it is not lost.
   */
  readonly onUnknown?: ((event: UnknownEvent) => unknown) | undefined
  /** Told of everything that was not accepted, for logs. SIGNATURE_PROBE is nothing to worry about. */
  readonly onError?: ((error: WebhookError) => void) | undefined
}

/** One delivery of a notification. */
export interface Delivery extends WebhookOptions, Pick<ReceiveOptions, 'tenant'> {
  /** The bytes as they came, before any parser. */
  readonly raw: Uint8Array | string
  readonly headers: HeadersInput
}

/**
 * Does everything that a notification asks for: receives it, runs its handler unless that was done for an earlier delivery, and
 * says what to answer. Never throws. A handler that succeeded never runs again; one that failed runs with the next delivery.
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

/** Tells `onError` and makes the answer. */
export function refuse(cause: unknown, options: Pick<WebhookOptions, 'onError'>): Acknowledgement {
  const error = cause instanceof WebhookError ? cause : new WebhookError('INTERNAL_ERROR', '', { cause })
  report(error, options)
  return reply.fail(error)
}

function report(error: WebhookError, { onError }: Pick<WebhookOptions, 'onError'>): void {
  try {
    onError?.(error)
  } catch {
    // A logger that fails must not decide what is answered.
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
