import { invalidateUserCard, type UserCard } from '../contract/user-card.ts'
import { AnswerError, CallError } from './error.ts'
import { type Fields, readInput } from './input.ts'
import { type AskedInvalidation, type InvalidationAttempt, judgeRead, settledAfter, signedAt, whatDiffers } from './judge-read.ts'
import { type CallOptions, readCallOptions, type Signing } from './options.ts'
import { reasons } from './reasons.ts'
import { receiptOf } from './receipt.ts'
import type { Settings } from './settings.ts'

/** The fields of `userCards.invalidate` beside the code. */
export interface Invalidation {
  readonly brand_id: string
  readonly card_id: string
  readonly openid: string
  /** At most 32 characters. */
  readonly invalid_reason?: string
}

/** The same for a brand that calls for itself. */
export type BrandInvalidation = Omit<Invalidation, 'brand_id'>

/**
 * What is known after `invalidateSafely`. Only a signed answer about this very card settles it.
 *
 * - `done`: the card is INVALID by this call
 * - `already_invalid`: the card is INVALID by somebody else's call; when `sent` is true, ours left and changed nothing
 * - `not_done`: nothing took effect: it was never sent, or the platform refused it in a signed answer
 * - `unknown`: it was sent and no answer told what became of it; the card was not INVALID when read last
 */
export type InvalidationResult =
  | {
      readonly outcome: 'done'
      readonly card: UserCard
      /** The answer to the call itself, or reading the card afterwards. */
      readonly proof: 'answer' | 'read_back'
      /** Why it had to be read back. */
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
      /** As it was read last; missing when it could not be read. */
      readonly card: UserCard | undefined
    }
  | {
      readonly outcome: 'unknown'
      readonly error: CallError
      /** As it was read last. */
      readonly card: UserCard
      /**
       * Milliseconds since 1970 by the platform's clock. A card that is still not INVALID in an answer signed after this
       * moment (`signedAt`) will not become so by this call.
       */
      readonly settled_after: number
    }

/** Options of `invalidateSafely`. */
export interface SafeInvalidationOptions extends Omit<CallOptions, 'before_sign'> {
  /**
   * Awaited before the invalidation is signed; the card is as it was read before. When it throws, nothing is sent: `not_done`.
   * Reading has no such hook.
   */
  readonly before_sign?: ((signing: Signing & { readonly card: UserCard }) => unknown) | undefined
}

/** What the client adds to the operations on user cards. */
export interface UserCardExtras<Given = Invalidation> {
  /**
   * Invalidates a member's card and finds out what became of it: reads the card, invalidates it once, and reads it again
   * unless the answer itself shows it. A card that is INVALID already is left alone. **Invalidating can never be undone**;
   * tell the member beforehand and have their consent.
   *
   * Resolves with what is known, whatever the network and the platform do; `options` hold for each of the calls, but
   * `sign_before`, `before_sign` and `extra` for the invalidation alone. It is not signed after `sign_before`, which is `timeout_ms`
   * away unless given.
   *
   * @throws {ValidationError | OptionError} nothing was sent
   * @example
   * const result = await api.userCards.invalidateSafely('478515832665', { brand_id: '1004', card_id, openid, invalid_reason: '用户申请退会' })
   * if (result.outcome === 'done') console.log('invalid since', result.card.invalid_time)
   * if (result.outcome === 'unknown') lookAgainAt(result.settled_after)
   */
  invalidateSafely(user_card_code: string, fields: Given, options?: SafeInvalidationOptions): Promise<InvalidationResult>
}

interface Calls {
  get(code: string, fields: Fields, options: CallOptions): Promise<UserCard>
  invalidate(code: string, fields: Fields, options: CallOptions): Promise<UserCard>
}
type Means = Pick<Settings, 'clock' | 'sleep' | 'principal' | 'bounds'>

/** A call that was cut off may still be on its way, so a card that is not INVALID yet gets a second look. */
const secondLook_ms = 2_000

/** Makes `invalidateSafely` out of the plain calls. */
export function safeInvalidation(calls: Calls, means: Means): UserCardExtras<BrandInvalidation> {
  return {
    invalidateSafely: async (user_card_code, fields, options = {}) => {
      const { brand_id } = means.principal
      // A brand gives no brand_id; the answers still name it.
      readInput(invalidateUserCard, [user_card_code], brand_id === undefined ? fields : { ...fields, brand_id })
      readCallOptions(options)
      return new SafeInvalidation(calls, means, user_card_code, fields, options).run()
    },
  }
}

class SafeInvalidation {
  readonly #calls: Calls
  readonly #means: Means
  readonly #code: string
  readonly #fields: BrandInvalidation & Fields
  readonly #asked: AskedInvalidation
  readonly #options: SafeInvalidationOptions

  constructor(calls: Calls, means: Means, code: string, fields: BrandInvalidation, options: SafeInvalidationOptions) {
    this.#calls = calls
    this.#means = means
    this.#code = code
    this.#fields = { ...fields }
    this.#asked = { brand_id: means.principal.brand_id, ...fields, user_card_code: code }
    this.#options = options
  }

  async run(): Promise<InvalidationResult> {
    const before = await this.#read()
    if (before instanceof CallError) return { outcome: 'not_done', error: before, card: undefined }
    if (before.user_card_state === 'INVALID') return { outcome: 'already_invalid', card: before, sent: false }
    const { before_sign, timeout_ms = this.#means.bounds.timeout_ms, ...options } = this.#options
    const { sign_before = this.#means.clock() + timeout_ms } = options
    const hook = before_sign && ((signing: Signing) => before_sign({ ...signing, card: before }))
    const answer = await settle(() =>
      this.#calls.invalidate(this.#code, this.#fields, { ...options, timeout_ms, sign_before, before_sign: hook }),
    )
    const attempt = { may_have_left: true, settled_after: settledAfter(Number(sign_before)), not_invalid_at: signedAt(before) }
    if (answer instanceof CallError) {
      const refused = answer.outcome === 'not_sent' || isPutOff(answer)
      return refused ? { outcome: 'not_done', error: answer, card: before } : this.#readBack(answer, before, attempt)
    }
    return this.#proved(answer, attempt, 'answer', undefined) ?? this.#readBack(this.#doubtAbout(answer), before, attempt)
  }

  async #readBack(error: CallError, before: UserCard, attempt: InvalidationAttempt): Promise<InvalidationResult> {
    let card = before
    for (const wait_ms of [0, secondLook_ms]) {
      if (wait_ms > 0) await this.#means.sleep(wait_ms, this.#options.signal).catch(() => undefined)
      const read = await this.#read()
      if (read instanceof CallError) continue
      card = read
      const proved = this.#proved(read, attempt, 'read_back', error)
      if (proved !== undefined) return proved
      if (isRefusal(error)) return { outcome: 'not_done', error, card }
    }
    return { outcome: 'unknown', error: inDoubt(error), card, settled_after: attempt.settled_after }
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
    const card = await settle(() => this.#calls.get(this.#code, who, options))
    if (card instanceof CallError) return card
    // The signature of an answer says who wrote it, not which request it answers.
    const differs = whatDiffers(this.#asked, card)
    return differs === undefined ? card : mismatched('getUserCard', differs, card)
  }

  #doubtAbout(card: UserCard): CallError {
    return mismatched(invalidateUserCard.id, whatDiffers(this.#asked, card) ?? 'user_card_state', card)
  }
}

/** The platform put it off in its own name before it looked at it. */
function isPutOff(error: CallError): boolean {
  return isRefusal(error) && error.status === 429
}

// One that nobody signed may come from something on the way, which may have passed the call on all the same. A 500 tells of a
// failure, and not at what point.
function isRefusal({ outcome, verified }: CallError): boolean {
  return outcome === 'rejected' && verified
}

// A refusal that nobody signed is `rejected` by itself. Of an invalidation it proves nothing, and its error says so too.
function inDoubt(error: CallError): CallError {
  return Object.assign(error, { outcome: 'unknown' } as const)
}

async function settle(make: () => Promise<UserCard>): Promise<UserCard | CallError> {
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
  return new AnswerError('ANSWER_MISMATCHED', facts, reasons.ANSWER_MISMATCHED(operation, field))
}
