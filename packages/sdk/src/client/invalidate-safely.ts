import { invalidateUserCard, type UserCard } from '../contract/user-card.ts'
import { clockWindow } from '../protocol/clock.ts'
import { AnswerError, CallError } from './error.ts'
import { type Fields, readInput } from './input.ts'
import type { CallOptions } from './options.ts'
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
 * What is known after `invalidateSafely`. Only a signed answer that shows this card as INVALID makes it `done`.
 *
 * - `done`: the card is INVALID and was not before
 * - `already_invalid`: it was INVALID before; nothing was sent
 * - `not_done`: nothing took effect: it was never sent, or refused
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
  | { readonly outcome: 'already_invalid'; readonly card: UserCard }
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
       * Milliseconds since 1970. The platform takes no request that is older than five minutes, so a card that is still
       * not INVALID when it is read after this moment will not become so by this call.
       */
      readonly settled_after: number
    }

/** What the client adds to the operations on user cards. */
export interface UserCardExtras<Given = Invalidation> {
  /**
   * Invalidates a member's card and finds out what became of it: reads the card, invalidates it once, and reads it again
   * when the answer leaves a doubt. A card that is INVALID already is left alone. **Invalidating can never be undone**;
   * tell the member beforehand and have their consent.
   *
   * Resolves with what is known, whatever the network and the platform do; `options` hold for each of the calls.
   *
   * @throws {ValidationError | OptionError} nothing was sent
   * @example
   * const result = await api.userCards.invalidateSafely('478515832665', { brand_id: '1004', card_id, openid, invalid_reason: '用户申请退会' })
   * if (result.outcome === 'done') console.log('invalid since', result.card.invalid_time)
   * if (result.outcome === 'unknown') lookAgainAt(result.settled_after)
   */
  invalidateSafely(user_card_code: string, fields: Given, options?: CallOptions): Promise<InvalidationResult>
}

interface Calls {
  get(code: string, fields: Fields, options: CallOptions): Promise<UserCard>
  invalidate(code: string, fields: Fields, options: CallOptions): Promise<UserCard>
}
type Means = Pick<Settings, 'clock' | 'sleep' | 'principal'>

/** A call that was cut off may still be on its way, so a card that is not INVALID yet gets a second look. */
const secondLook_ms = 2_000

/** Makes `invalidateSafely` out of the plain calls. */
export function safeInvalidation(calls: Calls, means: Means): UserCardExtras<BrandInvalidation> {
  return {
    invalidateSafely: async (user_card_code, fields, options = {}) => {
      const { brand_id } = means.principal
      // A brand gives no brand_id; the answers still name it.
      readInput(invalidateUserCard, [user_card_code], brand_id === undefined ? fields : { ...fields, brand_id })
      return new SafeInvalidation(calls, means, user_card_code, fields, options).run()
    },
  }
}

class SafeInvalidation {
  readonly #calls: Calls
  readonly #means: Means
  readonly #code: string
  readonly #fields: Fields
  readonly #options: CallOptions

  constructor(calls: Calls, means: Means, code: string, fields: BrandInvalidation, options: CallOptions) {
    this.#calls = calls
    this.#means = means
    this.#code = code
    this.#fields = { ...fields }
    this.#options = options
  }

  async run(): Promise<InvalidationResult> {
    const before = await this.#read()
    if (before instanceof CallError) return { outcome: 'not_done', error: before, card: undefined }
    if (before.user_card_state === 'INVALID') return { outcome: 'already_invalid', card: before }
    const answer = await settle(() => this.#calls.invalidate(this.#code, this.#fields, this.#options))
    if (!(answer instanceof CallError)) {
      const doubt = this.#doubtAbout(answer)
      return doubt ? this.#readBack(doubt, before) : { outcome: 'done', card: answer, proof: 'answer', error: undefined }
    }
    const refused = answer.outcome === 'not_sent' || (answer.outcome === 'rejected' && answer.verified)
    return refused ? { outcome: 'not_done', error: answer, card: before } : this.#readBack(answer, before)
  }

  async #readBack(error: CallError, before: UserCard): Promise<InvalidationResult> {
    const settled_after = this.#means.clock() + (clockWindow + 1) * 1000
    const first = await this.#read()
    if (isInvalid(first)) return { outcome: 'done', card: first, proof: 'read_back', error }
    if (isFinal(error) && !(first instanceof CallError)) return { outcome: 'not_done', error, card: first }
    const second = await this.#lookAgain()
    if (isInvalid(second)) return { outcome: 'done', card: second, proof: 'read_back', error }
    if (isFinal(error) && !(second instanceof CallError)) return { outcome: 'not_done', error, card: second }
    const [card = before] = [second, first].filter((read) => !(read instanceof CallError))
    return { outcome: 'unknown', error, card, settled_after }
  }

  async #lookAgain(): Promise<UserCard | CallError> {
    await this.#means.sleep(secondLook_ms, this.#options.signal).catch(() => undefined)
    return this.#read()
  }

  async #read(): Promise<UserCard | CallError> {
    const { invalid_reason: _, ...who } = this.#fields
    const card = await settle(() => this.#calls.get(this.#code, who, this.#options))
    return card instanceof CallError ? card : (this.#mismatch(card, 'getUserCard') ?? card)
  }

  // The signature of an answer says who wrote it, not which request it answers.
  #mismatch(card: UserCard, operation: string): CallError | undefined {
    const { card_id, openid, brand_id = this.#means.principal.brand_id } = this.#fields
    const asked = { user_card_code: this.#code, card_id, openid, brand_id }
    const [name] = Object.entries(asked).find(([field, value]) => Reflect.get(card, field) !== value) ?? []
    return name === undefined ? undefined : mismatched(operation, name, card)
  }

  #doubtAbout(card: UserCard): CallError | undefined {
    return (
      this.#mismatch(card, invalidateUserCard.id) ??
      (isInvalid(card) ? undefined : mismatched(invalidateUserCard.id, 'user_card_state', card))
    )
  }
}

function isInvalid(card: UserCard | CallError): card is UserCard {
  return !(card instanceof CallError) && card.user_card_state === 'INVALID'
}

// The platform has finished with the call: it refused it, or said in its own name that it failed.
function isFinal({ outcome, status, verified }: CallError): boolean {
  return outcome === 'rejected' || (verified && status === 500)
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
