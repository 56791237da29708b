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
 * The keys of the other side. It may contain public keys and platform certificates, as it does while a merchant changes from one
 * to the other. The first key that is added seals fields, until `use` names another.
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

  /** Adds a key, or replaces the one of the same id; it is used from the next message on. */
  add({ id, spki }: KeyringEntry): void {
    this.#keys.set(id, runtime.publicKey(spki))
    this.#current ??= id
  }

  /**
   * Seals with this key from the next request on; the other keys still verify.
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

  /** The ids, in the order in which they were added. */
  ids(): string[] {
    return [...this.#keys.keys()]
  }

  /** The id of the key that seals fields and that should sign answers. */
  get current(): string | undefined {
    return this.#current
  }
}
