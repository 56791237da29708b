import { parseTime } from '../contract/time.ts'
import type { UserCard } from '../contract/user-card.ts'
import { clockWindow } from '../protocol/clock.ts'
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
 * - `no_effect`: the card is not INVALID, and this attempt can change that no more
 * - `unknown`: it proves nothing: it is not signed, it shows another card (`differs` names the field), or it is too early
 */
export type ReadVerdict =
  | { readonly outcome: 'done' | 'already_invalid' | 'no_effect' }
  | { readonly outcome: 'unknown'; readonly differs?: keyof AskedInvalidation | undefined }

// Machines of one platform, and its clock and its storage, may be apart by so much; also how long it may work on a request.
const margin_ms = 30_000

/**
 * From when on a request that is signed at `sign_before` at the latest can take effect no more: the platform refuses one whose
 * timestamp is more than 300 seconds old; 30 seconds are added for what it has accepted before. Both are milliseconds since
 * 1970; the result is to be compared with the platform's clock, which `signedAt` tells.
 */
export function settledAfter(sign_before: number): number {
  return sign_before + clockWindow * 1000 + margin_ms
}

/** When the platform signed the answer that a reply was read from, by its own clock, in milliseconds since 1970. */
export function signedAt(reply: object): number | undefined {
  const timestamp = receiptOf(reply)?.signature['wechatpay-timestamp']
  return timestamp === undefined ? undefined : Number(timestamp) * 1000
}

/**
 * Judges what a card that was read proves about an attempt to invalidate it. Only a signed answer about this very card
 * proves anything; that nothing took effect is proved only by one that the platform signed, by its own clock, after the
 * attempt's request could be accepted. A refusal to show the card proves nothing, whoever signed it.
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

/** The first field in which a card is another than the one that was asked for. */
export function whatDiffers(
  { user_card_code, card_id, openid, brand_id }: AskedInvalidation,
  card: UserCard,
): keyof AskedInvalidation | undefined {
  if (card.user_card_code !== user_card_code) return 'user_card_code'
  if (card.card_id !== card_id) return 'card_id'
  if (card.openid !== openid) return 'openid'
  return card.brand_id === brand_id ? undefined : 'brand_id'
}

// A platform may trim a reason or compose its characters; it invents none, and leaves none out that was given.
function isOurs({ invalid_reason }: AskedInvalidation, { may_have_left, not_invalid_at }: InvalidationAttempt, card: UserCard): boolean {
  if (!may_have_left || plain(card.invalid_reason) !== plain(invalid_reason)) return false
  const invalid = card.invalid_time === undefined ? undefined : parseTime(card.invalid_time)
  return invalid === undefined || not_invalid_at === undefined || invalid * 1000 >= not_invalid_at - margin_ms
}

function plain(reason: string | undefined): string {
  return (reason ?? '').normalize('NFC').trim()
}
