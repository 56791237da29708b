import type { UserCard } from '../types/answers.ts'
import type { BrandInvalidateUserCardInput, InvalidateUserCardInput } from '../types/inputs.ts'
import { callErrors } from './call-errors.ts'
import { endpoints } from './endpoints.ts'
import { AnswerError, CallError } from './error.ts'
import { type Fields, readInput } from './input.ts'
import { type AskedInvalidation, type InvalidationAttempt, judgeRead, settledAfter, signedAt, whatDiffers } from './judge-read.ts'
import { type CallOptions, readCallOptions, type Signing } from './options.ts'
import { receiptOf } from './receipt.ts'
import type { Settings } from './settings.ts'

/**
 * The result of `invalidateSafely`. Only a signed answer about this card proves it.
 *
 * - `done`: this call made the card INVALID
 * - `already_invalid`: another call made the card INVALID; when `sent` is true, this call was sent and changed nothing
 * - `not_done`: nothing changed: the call was not sent, or the platform rejected it in a signed answer
 * - `unknown`: the call was sent, and no answer proves its result; the card was not INVALID when it was last read
 */
export type InvalidationResult =
  | {
      readonly outcome: 'done'
      readonly card: UserCard
      /** The answer to the call itself, or reading the card afterwards. */
      readonly proof: 'answer' | 'read_back'
      /** Why the card was read again. */
      readonly error: CallError | undefined
    }
  | {
      readonly outcome: 'already_invalid'
      readonly card: UserCard
      /** Whether the call was sent. */
      readonly sent: boolean
    }
  | {
      readonly outcome: 'not_done'
      readonly error: CallError
      /** As it was last read; missing when it could not be read. */
      readonly card: UserCard | undefined
    }
  | {
      readonly outcome: 'unknown'
      readonly error: CallError
      /** As it was last read. */
      readonly card: UserCard
      /**
       * Milliseconds since 1970 by the platform's clock. This call can no longer take effect on a card that is not INVALID in an
       * answer signed after this moment (`signedAt`).
       */
      readonly settled_after: number
    }

/** Options of `invalidateSafely`. */
export interface SafeInvalidationOptions extends Omit<CallOptions, 'before_sign'> {
  /**
   * Awaited before the invalidation is signed, with the card as it was read. When it throws, nothing is sent: `not_done`.
   * It is not called before a read.
   */
  readonly before_sign?: ((signing: Signing & { readonly card: UserCard }) => unknown) | undefined
}

/** What the client adds to the operations on user cards. */
export interface UserCardExtras<Given = InvalidateUserCardInput> {
  /**
   * Invalidates a member's card and finds out the result: reads the card, invalidates it once, and reads it again unless the
   * answer itself shows the result. A card that is INVALID already is not invalidated again. **Invalidating can never be undone**;
   * tell the member beforehand and have their consent.
   *
   * Resolves with what is known, whatever the network and the platform do. `options` apply to each of the calls;
   * `sign_before`, `before_sign` and `extra` apply to the invalidation alone. It is not signed after `sign_before`, by default
   * `timeout_ms` from now.
   *
   * @throws {ValidationError | OptionError} nothing was sent
   * @example
   * const result = await api.userCards.invalidateSafely('478515832665', { brand_id: '1004', card_id, openid, invalid_reason: '用户申请退会' })
   * if (result.outcome === 'done') console.log('invalid since', result.card.invalid_time)
   * if (result.outcome === 'unknown') lookAgainAt(result.settled_after)
   */
  invalidateSafely(user_card_code: string, fields: Given, options?: SafeInvalidationOptions): Promise<InvalidationResult>
}

const invalidateUserCard = endpoints.userCards.invalidate

/** The calls that `invalidateSafely` is made of. */
export interface Calls {
  get(code: string, fields: Fields, options: CallOptions): Promise<UserCard>
  invalidate(code: string, fields: Fields, options: CallOptions): Promise<UserCard>
}
type Context = Pick<Settings, 'clock' | 'sleep' | 'principal' | 'bounds'>

/** A call whose connection is reset may still arrive, so a card that is not INVALID yet is read a second time. */
const second_read_delay_ms = 2_000

/** Makes `invalidateSafely` out of the plain calls. */
export function safeInvalidation(calls: Calls, context: Context): UserCardExtras<BrandInvalidateUserCardInput> {
  return {
    invalidateSafely: async (user_card_code, fields, options = {}) => {
      const { brand_id } = context.principal
      // A brand gives no brand_id; answers contain it.
      readInput(invalidateUserCard, [user_card_code], brand_id === undefined ? fields : { ...fields, brand_id })
      readCallOptions(options)
      return new SafeInvalidation(calls, context, user_card_code, fields, options).run()
    },
  }
}

class SafeInvalidation {
  readonly #calls: Calls
  readonly #context: Context
  readonly #code: string
  readonly #fields: BrandInvalidateUserCardInput & Fields
  readonly #asked: AskedInvalidation
  readonly #options: SafeInvalidationOptions

  constructor(calls: Calls, context: Context, code: string, fields: BrandInvalidateUserCardInput, options: SafeInvalidationOptions) {
    this.#calls = calls
    this.#context = context
    this.#code = code
    this.#fields = { ...fields }
    this.#asked = { brand_id: context.principal.brand_id, ...fields, user_card_code: code }
    this.#options = options
  }

  async run(): Promise<InvalidationResult> {
    const before = await this.#read()
    if (before instanceof CallError) return { outcome: 'not_done', error: before, card: undefined }
    if (before.user_card_state === 'INVALID') return { outcome: 'already_invalid', card: before, sent: false }
    const { before_sign, timeout_ms = this.#context.bounds.timeout_ms, ...options } = this.#options
    const { sign_before = this.#context.clock() + timeout_ms } = options
    const hook = before_sign && ((signing: Signing) => before_sign({ ...signing, card: before }))
    const answer = await resultOf(() =>
      this.#calls.invalidate(this.#code, this.#fields, { ...options, timeout_ms, sign_before, before_sign: hook }),
    )
    const attempt = { may_have_left: true, settled_after: settledAfter(Number(sign_before)), not_invalid_at: signedAt(before) }
    if (answer instanceof CallError) {
      const refused = answer.outcome === 'not_sent' || isRateLimited(answer)
      return refused ? { outcome: 'not_done', error: answer, card: before } : this.#readBack(answer, before, attempt)
    }
    return this.#proved(answer, attempt, 'answer', undefined) ?? this.#readBack(this.#mismatch(answer), before, attempt)
  }

  async #readBack(error: CallError, before: UserCard, attempt: InvalidationAttempt): Promise<InvalidationResult> {
    let card = before
    for (const wait_ms of [0, second_read_delay_ms]) {
      if (wait_ms > 0) await this.#context.sleep(wait_ms, this.#options.signal).catch(() => undefined)
      const read = await this.#read()
      if (read instanceof CallError) continue
      card = read
      const proved = this.#proved(read, attempt, 'read_back', error)
      if (proved !== undefined) return proved
      if (isRefusal(error)) return { outcome: 'not_done', error, card }
    }
    return { outcome: 'unknown', error: withUnknownOutcome(error), card, settled_after: attempt.settled_after }
  }

  #proved(
    card: UserCard,
    attempt: InvalidationAttempt,
    proof: 'answer' | 'read_back',
    error: CallError | undefined,
  ): InvalidationResult | undefined {
    const { outcome } = judgeRead(this.#asked, attempt, card)
    if (outcome === 'done') return { outcome, card, proof, error }
    return outcome === 'already_invalid' ? { outcome, card, sent: true } : undefined
  }

  async #read(): Promise<UserCard | CallError> {
    const { invalid_reason: _, ...who } = this.#fields
    const { before_sign: _hook, sign_before: _moment, extra: _extra, ...options } = this.#options
    const card = await resultOf(() => this.#calls.get(this.#code, who, options))
    if (card instanceof CallError) return card
    // A signature proves who wrote an answer, not which request it answers.
    const differs = whatDiffers(this.#asked, card)
    return differs === undefined ? card : mismatched('getUserCard', differs, card)
  }

  #mismatch(card: UserCard): CallError {
    return mismatched(invalidateUserCard.id, whatDiffers(this.#asked, card) ?? 'user_card_state', card)
  }
}

/** The platform rejects it in a signed answer, before it does anything. */
function isRateLimited(error: CallError): boolean {
  return isRefusal(error) && error.status === 429
}

// An unsigned error may come from a gateway that forwarded the call all the same. A 500 does not say at what point the call failed.
function isRefusal({ outcome, verified }: CallError): boolean {
  return outcome === 'rejected' && verified
}

// An unsigned error alone is `rejected`. It proves nothing about an invalidation, so its outcome becomes `unknown`.
function withUnknownOutcome(error: CallError): CallError {
  return Object.assign(error, { outcome: 'unknown' } as const)
}

async function resultOf(make: () => Promise<UserCard>): Promise<UserCard | CallError> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof CallError) return error
    throw error
  }
}

function mismatched(operation: string, field: string, card: UserCard): AnswerError {
  const { attempts = 1, status, request_id } = receiptOf(card) ?? {}
  const facts = { operation, outcome: 'unknown', attempts, retryable: false, status, request_id, verified: true } as const
  return new AnswerError('ANSWER_MISMATCHED', facts, callErrors.ANSWER_MISMATCHED(operation, field))
}
