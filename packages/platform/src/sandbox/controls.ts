import { Profile, type Static, Type } from '@card-member/sdk/contract'
import { callFaults, notificationFaults } from '@card-member/service/sandbox-wire'

const boundedText = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const strict = { additionalProperties: false } as const
const template = { brand_id: boundedText(32), card_id: boundedText(64), openid: boundedText(128) }
const card = { ...template, user_card_code: boundedText(32) }

/** What a member enters to get a card. */
export const MemberJoin = Type.Object(
  { ...template, phone_number: Type.Optional(boundedText(32)), user_information: Type.Optional(Profile) },
  strict,
)
/** Names a member's card. */
export const MemberCard = Type.Object(card, strict)
/** What a member enters to exchange points for a coupon. */
export const MemberExchange = Type.Object(
  {
    ...card,
    exchange_coupon_template_id: boundedText(64),
    deduct_points: Type.Integer({ minimum: 1 }),
    product_coupon_id: boundedText(64),
    product_coupon_stock_type: boundedText(64),
    stock_id: boundedText(64),
    /** Whether the coupon is issued when the merchant allows it. */
    issue: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type MemberJoin = Static<typeof MemberJoin>
export type MemberCard = Static<typeof MemberCard>
export type MemberExchange = Static<typeof MemberExchange>

/** Sets the clock: `real` uses the system clock, `frozen` stops it; then `now` sets it, and `advance_seconds` moves it forward. */
export const ClockChange = Type.Object(
  {
    mode: Type.Optional(Type.Union([Type.Literal('real'), Type.Literal('frozen')])),
    now: Type.Optional(Type.String({ minLength: 10, maxLength: 40 })),
    advance_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_155_760_000 })),
  },
  strict,
)
export type ClockChange = Static<typeof ClockChange>

/** A rule: which fault, for which calls or notifications, how often. */
export const FaultRule = Type.Object(
  {
    fault: Type.Enum([...callFaults, ...notificationFaults]),
    /** An operation's id such as `invalidateUserCard`, or an event such as `USER_CARD.CREATE`; default: all. */
    on: Type.Optional(boundedText(64)),
    /** How often it applies; default: once, or without a limit when only `probability` is given. */
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    /** From 0 to 1. */
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** For `delay`, in milliseconds; default: 1000. */
    delay_ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 60_000 })),
    /** For `skewed_clock` and `notification_late`, in seconds; default: 600. */
    seconds: Type.Optional(Type.Integer({ minimum: -31_536_000, maximum: 31_536_000 })),
  },
  strict,
)
export type FaultRule = Static<typeof FaultRule>

/** Sends all notifications to one URL; `null` means each template's `notify_url`. */
export const Forward = Type.Object({ url: Type.Union([Type.String({ minLength: 8, maxLength: 256 }), Type.Null()]) }, strict)
export type Forward = Static<typeof Forward>

/** No input; still an object, so that a web page of another site cannot send it. */
export const Nothing = Type.Object({}, strict)

/** Deletes all rows; with `keep_templates` those of members only. */
export const Reset = Type.Object({ keep_templates: Type.Optional(Type.Boolean()) }, strict)
export type Reset = Static<typeof Reset>
