import type { EventKind } from '../contract/event.ts'
import type { NotifiedUserCard, PointExchange, PointSync } from '../types/events.ts'

/** The resource of each kind of event. */
export interface EventResources {
  'USER_CARD.CREATE': NotifiedUserCard
  'USER_CARD.DELETE': NotifiedUserCard
  POINT_EXCHANGE_COUPON: PointExchange
  SYNC_USER_POINT: PointSync
}

/** Fields of every event. */
export interface EventFacts {
  /** Id of the notification; the same in each of its deliveries. */
  readonly id: string
  /** As sent, RFC 3339. */
  readonly create_time: string
  /** As sent, such as `BRAND_MEMBER_CARD_SP.USER_CARD.CREATE`. */
  readonly event_type: string
  readonly summary: string | undefined
  readonly original_type: string | undefined
  /** `Request-ID` of this delivery. */
  readonly request_id: string | undefined
  /** Id of the key of WeChat Pay that signed it. */
  readonly serial: string
  /** The tenant that was given to `receive`. */
  readonly tenant: string | undefined
  /**
   * Keys that identify the event across deliveries: the notification's id, and for cards and exchanges a digest of their content,
   * which is the same when the event comes under two ids or under both names of its kind.
   */
  readonly dedupe_keys: readonly string[]
}

/** An event of one kind. */
export interface KnownEvent<Kind extends EventKind> extends EventFacts {
  readonly kind: Kind
  readonly resource: EventResources[Kind]
}

/** An event that this version has no type for. */
export interface UnknownEvent extends EventFacts {
  readonly kind: 'unknown'
  /** Opened and parsed. */
  readonly resource: Readonly<Record<string, unknown>>
  /** Required fields of this type that the event lacks; empty when the event_type is unknown. */
  readonly missing: readonly string[]
}

/**
 * A verified notification. `kind` is the same for partner and brand, and for older and newer names of an event_type.
 *
 * @example
 * if (event.kind === 'USER_CARD.CREATE') await welcome(event.resource.openid)
 */
export type WebhookEvent = { [Kind in EventKind]: KnownEvent<Kind> }[EventKind] | UnknownEvent
