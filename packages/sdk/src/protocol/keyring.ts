import { runtime } from '#runtime'
import type { PublicKey } from './runtime.ts'

/** A public key by the id that `Wechatpay-Serial` names it with. */
export interface KeyringEntry {
  /** `PUB_KEY_ID_…`, or the 40-hex serial of a platform certificate. */
  readonly id: string
  /** SubjectPublicKeyInfo DER. */
  readonly spki: Uint8Array<ArrayBuffer>
}

/**
 * The keys of the other side. Public keys and platform certificates may stand side by side, as they do while a merchant
 * moves from one to the other. The first one added is the one that fields are sealed with, until `use` names another.
 *
 * @example
 * const keyring = new Keyring([{ id: 'PUB_KEY_ID_0119…', spki: readPublicKey(pem, 'pub_key.pem') }])
 */
export class Keyring {
  readonly #keys = new Map<string, PublicKey>()
  #current: string | undefined

  constructor(entries: Iterable<KeyringEntry> = []) {
    for (const entry of entries) this.add(entry)
  }

  /** Adds a key, or replaces the one of the same id; takes effect with the next message. */
  add({ id, spki }: KeyringEntry): void {
    this.#keys.set(id, runtime.publicKey(spki))
    this.#current ??= id
  }

  /**
   * Seals with this key from the next request on; the others go on verifying.
   *
   * @throws {RangeError} when the id is not known
   */
  use(id: string): void {
    if (!this.#keys.has(id)) throw new RangeError(`no key ${id} is known; known: ${this.ids().join(', ') || 'none'}`)
    this.#current = id
  }

  get(id: string): PublicKey | undefined {
    return this.#keys.get(id)
  }

  /** The ids known, in the order they were added. */
  ids(): string[] {
    return [...this.#keys.keys()]
  }

  /** The id of the key to seal with and to ask answers to be signed by. */
  get current(): string | undefined {
    return this.#current
  }
}
