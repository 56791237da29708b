import { type Clock, signAnswer } from '@card-member/sdk/protocol'
import { withResult } from '@card-member/service'
import type { Vault } from '@card-member/service/database'
import { checkTarget, post, type Resolve, rejectOnAbort } from '@card-member/service/outbound'
import { decryptResource } from '../domain/notification.ts'
import type { CardRow } from '../store/cards.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { PlatformKeys } from '../tenants/platform-keys.ts'
import type { Principal } from '../tenants/principal.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { DeliveryError } from './delivery-error.ts'
import type { Receiver } from './delivery-limits.ts'
import { writeEnvelope } from './envelope.ts'

/** What a delivery needs. */
export interface DeliveryContext {
  readonly tenants: Tenants
  readonly keys: PlatformKeys
  readonly vault: Vault
  readonly clock: Clock
  /** Replaces the template's notify_url. */
  readonly target: ((row: OutboxRow) => string | undefined) | undefined
  /** Allows addresses that are not public for every caller. */
  readonly allow_private: boolean
  readonly resolve: Resolve
  readonly timeout_ms: number
}

/** A notification and the template of its card. */
export interface DueNotification {
  readonly row: OutboxRow
  readonly template: CardRow | undefined
}

/** Makes one attempt; resolves with the HTTP status. */
export type Deliver = (due: DueNotification, request_id: string, parts: DeliveryContext) => Promise<number>

/** Who receives a notification, for the limits. */
export function receiverOf({ row, template }: DueNotification, { target }: Pick<DeliveryContext, 'target'>): Receiver {
  return {
    host: URL.parse(target?.(row) ?? notifyUrlOf(template) ?? '')?.host ?? '',
    caller: `${template?.caller_kind} ${template?.caller_id}`,
  }
}

interface Recipient {
  readonly caller: Principal
  readonly apiv3_key: Uint8Array<ArrayBuffer>
  readonly notify_url: string
}

/**
 * Makes one attempt: finds the recipient, encrypts, signs, posts. Resolves with the status, 200 or 204.
 *
 * @throws {DeliveryError} undeliverable, refused
 * @throws {PostError} blocked, unreachable, timeout, answer_too_long
 */
export async function deliver(due: DueNotification, request_id: string, parts: DeliveryContext): Promise<number> {
  const { keys, vault, clock, timeout_ms, resolve } = parts
  const { caller, apiv3_key, notify_url } = recipientOf(due, parts)
  const signal = AbortSignal.timeout(timeout_ms)
  const allow_private = parts.allow_private || caller.allow_private_notify_url
  const target = await rejectOnAbort(signal, checkTarget(notify_url, { allow_private, resolve }))
  const body = await writeEnvelope(due.row, { resource: decryptResource(due.row, vault), kind: caller.kind, apiv3_key })
  const { key_id, key } = keys.signing
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'User-Agent': 'card-member',
    'Request-ID': withResult(request_id, 0),
    ...(await signAnswer(body, key_id, key, clock)),
  }
  const status = await post(target, headers, body, signal)
  if (status !== 200 && status !== 204) throw new DeliveryError('refused', `status ${status}`, { status })
  return status
}

function recipientOf({ row, template }: DueNotification, { tenants, target }: DeliveryContext): Recipient {
  if (template === undefined) throw new DeliveryError('undeliverable', `the template ${row.card_id} does not exist`)
  const { caller_kind, caller_id } = template
  const caller = tenants.caller(caller_kind, caller_id)
  const name = `${caller_kind} ${caller_id}`
  if (caller === undefined) throw new DeliveryError('undeliverable', `${name} is not in the tenants file`)
  const { brands, apiv3_key } = caller
  if (!brands.has(row.brand_id)) throw new DeliveryError('undeliverable', `${name} may not act for the brand ${row.brand_id}`)
  if (apiv3_key === undefined) throw new DeliveryError('undeliverable', `${name} has no APIv3 key in the tenants file`)
  return { caller, apiv3_key, notify_url: target?.(row) ?? notifyUrlOf(template) ?? '' }
}

function notifyUrlOf(template: CardRow | undefined): string | undefined {
  if (template === undefined) return undefined
  const details: { readonly notify_url: string } = JSON.parse(template.details)
  return details.notify_url
}
