import { parseTime } from '../contract/time.ts'
import { clockWindow } from '../protocol/clock.ts'
import type { UserCard } from '../types/answers.ts'
import { receiptOf } from './receipt.ts'

/** What an invalidation asked for. */
export interface AskedInvalidation {
  readonly user_card_code: string
  readonly card_id: string
  readonly openid: string
  readonly brand_id?: string | undefined
  readonly invalid_reason?: string | undefined
}

/** One attempt to invalidate a card, of which it is not known whether it took effect. */
export interface InvalidationAttempt {
  /** `false` only when it is certain that no request of it has left, and that none will. */
  readonly may_have_left: boolean
  /** Milliseconds since 1970 by the platform's clock: no request of it can take effect later. See `settledAfter`. */
  readonly settled_after: number
  /** When the platform last showed the card as not INVALID before the request was signed: `signedAt` of that card. */
  readonly not_invalid_at?: number | undefined
}

/**
 * What a card that was read proves about an attempt:
 *
 * - `done`: the card is INVALID, by this attempt
 * - `already_invalid`: the card is INVALID, and not by this attempt
 * - `no_effect`: the card is not INVALID, and this attempt can no longer change that
 * - `unknown`: it proves nothing: it is not signed, it shows another card (`differs` names the field), or it is too early
 */
export type ReadVerdict =
  | { readonly outcome: 'done' | 'already_invalid' | 'no_effect' }
  | { readonly outcome: 'unknown'; readonly differs?: keyof AskedInvalidation | undefined }

// The clocks of the platform's machines may differ by this much; it is also the longest time that a request may take.
const margin_ms = 30_000

/**
 * The moment after which a request signed at `sign_before` can no longer take effect. The platform rejects a timestamp that is
 * more than 300 seconds old; 30 seconds are added for requests that it has accepted. Both are milliseconds since 1970. Compare
 * the result with the platform's clock, which `signedAt` returns.
 */
export function settledAfter(sign_before: number): number {
  return sign_before + clockWindow * 1000 + margin_ms
}

/** When the platform signed the answer of a reply, by its own clock, in milliseconds since 1970. */
export function signedAt(reply: object): number | undefined {
  const timestamp = receiptOf(reply)?.signature['wechatpay-timestamp']
  return timestamp === undefined ? undefined : Number(timestamp) * 1000
}

/**
 * Decides what a card that was read proves about an attempt to invalidate it. Only a signed answer about this card proves
 * anything. An answer proves that nothing took effect only when the platform signed it, by its own clock, after the last moment
 * at which the request could be accepted. An error in place of the card proves nothing.
 *
 * @example
 * const attempt = { may_have_left: true, settled_after: settledAfter(sign_before) }
 * const { outcome } = judgeRead(asked, attempt, await api.userCards.get(code, who))
 */
export function judgeRead(asked: AskedInvalidation, attempt: InvalidationAttempt, card: UserCard): ReadVerdict {
  const signed = signedAt(card)
  if (signed === undefined) return { outcome: 'unknown' }
  const differs = whatDiffers(asked, card)
  if (differs !== undefined) return { outcome: 'unknown', differs }
  if (card.user_card_state === 'INVALID') return { outcome: isOurs(asked, attempt, card) ? 'done' : 'already_invalid' }
  return { outcome: !attempt.may_have_left || signed > attempt.settled_after ? 'no_effect' : 'unknown' }
}

/** The first field that shows another card than the one asked for. */
export function whatDiffers(
  { user_card_code, card_id, openid, brand_id }: AskedInvalidation,
  card: UserCard,
): keyof AskedInvalidation | undefined {
  if (card.user_card_code !== user_card_code) return 'user_card_code'
  if (card.card_id !== card_id) return 'card_id'
  if (card.openid !== openid) return 'openid'
  return card.brand_id === brand_id ? undefined : 'brand_id'
}

// A platform may trim a reason or compose its characters. It does not invent a reason, and does not drop one.
function isOurs({ invalid_reason }: AskedInvalidation, { may_have_left, not_invalid_at }: InvalidationAttempt, card: UserCard): boolean {
  if (!may_have_left || plain(card.invalid_reason) !== plain(invalid_reason)) return false
  const invalid = card.invalid_time === undefined ? undefined : parseTime(card.invalid_time)
  return invalid === undefined || not_invalid_at === undefined || invalid * 1000 >= not_invalid_at - margin_ms
}

function plain(reason: string | undefined): string {
  return (reason ?? '').normalize('NFC').trim()
}
