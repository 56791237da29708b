import type { EventKind, PointExchange, PointSync } from '../contract/event.ts'
import type { UserCard } from '../contract/user-card.ts'

type Known<Name extends string> = Name | (string & Record<never, never>)
type Identity = 'brand_id' | 'card_id' | 'openid'

/**
 * A member's card as a notification tells it. Only what names the card is sure to be there: `user_card_code` is missing while
 * a `MERCHANT_ALLOCATE` card has no code yet, and states may come that this version does not know.
 */
export interface NotifiedCard extends Pick<UserCard, Identity>, Partial<Omit<UserCard, Identity | 'user_card_state' | 'card_type'>> {
  readonly user_card_state?: Known<UserCard['user_card_state']>
  readonly card_type?: Known<UserCard['card_type']>
}

/** Points that a member wants to exchange for a coupon. */
export interface NotifiedExchange
  extends Pick<PointExchange, Identity | 'record_id' | 'user_card_code' | 'exchange_coupon_template_id' | 'deduct_points'>,
    Partial<Omit<PointExchange, Identity | 'record_id' | 'user_card_code' | 'exchange_coupon_template_id' | 'deduct_points'>> {}

/** What each kind of event tells. */
export interface EventResources {
  'USER_CARD.CREATE': NotifiedCard
  'USER_CARD.DELETE': NotifiedCard
  POINT_EXCHANGE_COUPON: NotifiedExchange
  SYNC_USER_POINT: PointSync
}

/** What every event has. */
export interface EventFacts {
  /** Of the notification; the same in each of its deliveries. */
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
  /** As it was given to `receive`. */
  readonly tenant: string | undefined
  /**
   * By which deliveries of the same event are told from others: the notification's id, and for cards and exchanges a digest
   * of what the event is about, which holds even when the same event comes under two ids or under both names of its kind.
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
  /** Names of the fields that an event of this type always has and this one has not; none when the event_type is unknown. */
  readonly missing: readonly string[]
}

/**
 * A verified notification. `kind` tells what it is, whichever dialect and generation of names it came under.
 *
 * @example
 * if (event.kind === 'USER_CARD.CREATE') await welcome(event.resource.openid)
 */
export type WebhookEvent = { [Kind in EventKind]: KnownEvent<Kind> }[EventKind] | UnknownEvent
