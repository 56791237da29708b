import { createTransport } from '#transport'
import type { Keyring } from '../protocol/keyring.ts'
import { callDirectly } from './call.ts'
import type { BrandCredential, Credential } from './credential.ts'
import { type CallRequest, readCall } from './direct-call.ts'
import { buildGroups, type Groups } from './groups.ts'
import { type CallOptions, type CardMemberOptions, readDirectCallOptions } from './options.ts'
import { readSettings, type Settings } from './settings.ts'
import type { ApiVariant } from './variant.ts'

/** Members of every client beside its groups of operations. */
interface Client extends AsyncDisposable {
  /** Origin of the API. */
  readonly base_url: string
  /** WeChat Pay's keys. A key that is added here is used from the next answer on. */
  readonly keyring: Keyring
  /**
   * Calls an operation that the contract does not declare. The call is signed, verified and sealed like every other, and has the
   * same errors. The reply is the JSON of the answer; it is not checked against `Reply`. An answer without content is
   * `undefined`.
   *
   * @throws {ValidationError | OptionError} nothing was sent
   * @example
   * const frozen = await api.call<{ user_card_state: string }>({
   *   method: 'POST', path: '/v3/brand/partner/card-member/user-cards/{user_card_code}/freeze', params: { user_card_code: code },
   *   body: { brand_id: '1004', phone_number: '13800000000' }, sealed: ['phone_number'],
   * })
   */
  call<Reply = unknown>(request: CallRequest, options?: Omit<CallOptions, 'extra'>): Promise<Reply>
  /** Closes idle connections; running calls continue. A client that is not closed does not keep a process alive. */
  close(): Promise<void>
}

interface Identity {
  readonly partner: {
    /** The merchant number that signs. */
    readonly mchid: string
  }
  readonly brand: {
    /** The brand that signs. */
    readonly brand_id: string
  }
}

/**
 * A client of WeChat Pay's member-card API. `CardMember` is the client of a merchant number, `CardMember<'brand'>` the
 * client of a brand that calls for itself.
 *
 * @example
 * async function endMembership(api: CardMember, code: string, fields: Invalidation) {
 *   return api.userCards.invalidateSafely(code, fields)
 * }
 */
export type CardMember<D extends ApiVariant = 'partner'> = Client & Identity[D] & Groups<D>

interface CardMemberConstructor {
  /**
   * A client for one merchant number.
   *
   * @throws {CredentialError} for every mix-up of keys and serials
   * @throws {OptionError} for an option that cannot work
   */
  new (credential: Credential, options?: CardMemberOptions): CardMember
  /**
   * A client for one brand that calls for itself: the same methods without `brand_id`, where WeChat Pay offers them.
   *
   * @throws {CredentialError} for every mix-up of keys and serials
   * @throws {OptionError} for an option that cannot work
   */
  new (credential: BrandCredential, options?: CardMemberOptions): CardMember<'brand'>
  new (credential: Credential | BrandCredential, options?: CardMemberOptions): CardMember | CardMember<'brand'>
  readonly prototype: CardMember
}

const GroupedClient = class CardMember implements Client {
  readonly #settings: Settings
  readonly #ownsTransport: boolean

  constructor(credential: Credential | BrandCredential, options: CardMemberOptions = {}) {
    this.#settings = readSettings(credential, options, createTransport)
    this.#ownsTransport = options.transport === undefined
    Object.assign(this, buildGroups(this.#settings))
  }

  get mchid(): string | undefined {
    return this.#settings.principal.mchid
  }

  get brand_id(): string | undefined {
    return this.#settings.principal.brand_id
  }

  get base_url(): string {
    return this.#settings.hosts[0]
  }

  get keyring(): Keyring {
    return this.#settings.keyring
  }

  async call<Reply>(request: CallRequest, options?: Omit<CallOptions, 'extra'>): Promise<Reply> {
    const reply = await callDirectly(this.#settings, readCall(request), readDirectCallOptions(options))
    // The caller declares the type; there is no contract to check it against.
    return reply as Reply
  }

  async close(): Promise<void> {
    if (this.#ownsTransport) await this.#settings.transport.close?.()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * A client of WeChat Pay's member-card API for one merchant number, or for one brand that calls for itself. It has no
 * module-level state: make one client for each merchant. Every group of operations is a property: `cards`, `userCards`
 * and so on.
 *
 * Every call ends in a verified reply or throws a `CallError` with the `outcome`; it is repeated only when that is
 * safe.
 *
 * @example
 * import { CardMember } from '@card-member/sdk'
 * import { readCredential } from '@card-member/sdk/node'
 *
 * const api = new CardMember(await readCredential('credential.json'))
 * const card = await api.userCards.invalidate('478515832665', {
 *   brand_id: '1004', card_id: 'pbLatjvWOibDc5-TBnbUk1pD12o0', openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA', invalid_reason: '用户申请退会',
 * })
 */
// The groups come from the contract at run time; TypeScript learns this from the cast alone.
export const CardMember = GroupedClient as unknown as CardMemberConstructor
