import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomFillSync, timingSafeEqual } from 'node:crypto'

const nonceLength = 12
const tagLength = 16
const nameNonceLength = 16
const poolSize = nonceLength * 512

/** The keys that personal values are encrypted with at rest. */
export interface VaultKeys {
  /** The id of the key that new values are encrypted with. */
  readonly current: string
  /** 32-byte keys by id; old ones stay so that old values can be read. */
  readonly keys: Readonly<Record<string, Uint8Array>>
}

/** Encrypts personal values before they reach the database. Each value names its key, so keys can roll. */
export class Vault {
  readonly #current: string
  readonly #keys: ReadonlyMap<string, KeyObject>
  readonly #random = Buffer.alloc(poolSize)
  #used = poolSize

  constructor({ current, keys }: VaultKeys) {
    this.#current = current
    // Made once: a key that is given as bytes is prepared anew for every value, which takes longer than the value itself.
    this.#keys = new Map(Object.entries(keys).map(([id, key]) => [id, createSecretKey(key)]))
    if (!this.#keys.has(current)) throw new Error(`the storage keys name "${current}" as current but do not hold it`)
  }

  /** @param place the row and field the value belongs to; it opens nowhere else */
  encrypt(plaintext: string, place: string): string {
    return `${this.#current}.${this.#seal(Buffer.from(plaintext), place).toString('base64')}`
  }

  /** @throws {Error} when the value was changed, moved to another row or field, or its key is gone */
  decrypt(stored: string, place: string): string {
    const dot = stored.indexOf('.')
    return this.#open(stored.slice(0, dot), Buffer.from(stored.slice(dot + 1), 'base64'), place).toString('utf8')
  }

  /** The same for whole files. */
  encryptBytes(plain: Uint8Array, place: string): Uint8Array {
    return Buffer.concat([Buffer.from(`${this.#current}.`), this.#seal(plain, place)])
  }

  /** @throws {Error} as `decrypt` */
  decryptBytes(stored: Uint8Array, place: string): Uint8Array {
    const bytes = Buffer.from(stored)
    const dot = bytes.indexOf('.')
    return this.#open(bytes.subarray(0, dot).toString(), bytes.subarray(dot + 1), place)
  }

  /** A keyed hash: the same text for the same value, from which the value cannot be read. It is made with the oldest key. */
  keyedHash(plaintext: string): string {
    return this.#hmac(`keyed hash ${plaintext}`).digest('base64url')
  }

  /**
   * Encrypts so that the same value has the same text for good, and nobody can read or make one without the key: for names of values
   * that leave the database. It is the SIV construction: the nonce is a MAC of place and value. It is made with the oldest key.
   */
  nameOf(plaintext: string, place: string): string {
    const nonce = this.#nameNonce(plaintext, place)
    const cipher = createCipheriv('aes-256-ctr', this.#nameKey(), nonce)
    return Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64url')
  }

  /** The value that was named; undefined when the name was changed, made up, or given for another place. */
  named(name: string, place: string): string | undefined {
    const bytes = Buffer.from(name, 'base64url')
    if (bytes.length < nameNonceLength || bytes.toString('base64url') !== name) return undefined
    const nonce = bytes.subarray(0, nameNonceLength)
    const decipher = createDecipheriv('aes-256-ctr', this.#nameKey(), nonce)
    const plaintext = Buffer.concat([decipher.update(bytes.subarray(nameNonceLength)), decipher.final()]).toString('utf8')
    return timingSafeEqual(nonce, this.#nameNonce(plaintext, place)) ? plaintext : undefined
  }

  #nameNonce(plaintext: string, place: string): Buffer {
    return this.#hmac(`name ${JSON.stringify([place, plaintext])}`)
      .digest()
      .subarray(0, nameNonceLength)
  }

  #nameKey(): Buffer {
    return this.#hmac('key of names').digest()
  }

  #hmac(text: string) {
    const [oldest = this.#current] = this.#keys.keys()
    return createHmac('sha256', this.#key(oldest)).update(text)
  }

  #seal(plain: Uint8Array, place: string): Buffer {
    const nonce = this.#nonce()
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.#current), nonce).setAAD(Buffer.from(place))
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  #open(key: string, sealed: Buffer, place: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.#key(key), sealed.subarray(0, nonceLength), { authTagLength: tagLength })
    decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-tagLength))
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()])
  }

  // Random bytes are fetched for many nonces at once; none is used twice.
  #nonce(): Buffer {
    if (this.#used + nonceLength > poolSize) {
      randomFillSync(this.#random)
      this.#used = 0
    }
    const from = this.#used
    this.#used += nonceLength
    return Buffer.from(this.#random.subarray(from, this.#used))
  }

  #key(id: string): KeyObject {
    const key = this.#keys.get(id)
    if (key === undefined) throw new Error(`the storage key "${id}" is missing; add it to the storage key file`)
    return key
  }
}
