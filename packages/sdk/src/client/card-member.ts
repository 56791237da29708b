import { createTransport } from '#transport'
import type { Keyring } from '../protocol/keyring.ts'
import type { Credential } from './credential.ts'
import { buildGroups, type Groups } from './groups.ts'
import type { CardMemberOptions } from './options.ts'
import { readSettings, type Settings } from './settings.ts'

// A class whose instances have the groups of the contract, whatever they are; only this cast can tell TypeScript so.
const Grouped = class {
  constructor(settings: Settings) {
    Object.assign(this, buildGroups(settings))
  }
} as new (
  settings: Settings,
) => Groups

/**
 * A client of WeChat Pay's member-card API for one merchant number. It holds no module-level state: make as many as you have
 * merchants. Every group of operations is a property: `cards`, `userCards` and so on.
 *
 * Every call ends in a verified reply or throws a `CallError` that tells the `outcome`; it is repeated only when that does
 * no harm.
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
export class CardMember extends Grouped {
  readonly #settings: Settings
  readonly #ownsTransport: boolean

  /**
   * @throws {CredentialError} for every mix-up of keys and serials
   * @throws {OptionError} for an option that cannot work
   */
  constructor(credential: Credential, options: CardMemberOptions = {}) {
    const settings = readSettings(credential, options, createTransport)
    super(settings)
    this.#settings = settings
    this.#ownsTransport = options.transport === undefined
  }

  /** The merchant number that signs. */
  get mchid(): string {
    return this.#settings.principal.mchid
  }

  /** Origin of the API. */
  get base_url(): string {
    return this.#settings.hosts[0]
  }

  /** WeChat Pay's keys. A key added here is known from the next answer on. */
  get keyring(): Keyring {
    return this.#settings.keyring
  }

  /** Closes idle connections; calls in flight go on. A client that is not closed does not keep a process alive. */
  async close(): Promise<void> {
    if (this.#ownsTransport) await this.#settings.transport.close?.()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
