import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** What hashing costs: 2^ln blocks of 128·r bytes, p times over. */
export interface ScryptCost {
  readonly ln: number
  readonly r: number
  readonly p: number
}

/** 32 MiB of memory. Commands sign in one by one, so this is a part of what each of them takes. */
export const usualCost: ScryptCost = { ln: 15, r: 8, p: 1 }

const saltLength = 16
const keyLength = 32
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{22})\$([\w+/]{43})$/

/** Hashes passwords by scrypt. A hash is a PHC string: it names its cost, so that hashes of another cost stay good. */
export class PasswordHasher {
  readonly #cost: ScryptCost
  /** No password has this hash. Where there is none to compare with, this one is compared, so that it takes the same time. */
  readonly #placeholder: string

  constructor(cost: ScryptCost = usualCost) {
    this.#cost = cost
    this.#placeholder = textOf(cost, Buffer.alloc(saltLength), Buffer.alloc(keyLength))
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltLength)
    return textOf(this.#cost, salt, await keyOf(password, salt, this.#cost))
  }

  /** Whether a password has this hash. Without a hash the answer is no, and takes as long. */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const { cost, salt, key } = parse(hash ?? this.#placeholder)
    return timingSafeEqual(key, await keyOf(password, salt, cost)) && hash !== undefined
  }
}

function textOf({ ln, r, p }: ScryptCost, salt: Buffer, key: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(key)}`
}

function parse(hash: string): { cost: ScryptCost; salt: Buffer; key: Buffer } {
  const [, ln, r, p, salt, key] = form.exec(hash) ?? []
  if (salt === undefined || key === undefined) throw new Error('a password hash in the database is not readable')
  return { cost: { ln: Number(ln), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') }
}

// The same password is typed in other code points on other keyboards.
function keyOf(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** ln
  const options: ScryptOptions = { N, r, p, maxmem: 128 * r * (N + p + 2) }
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, keyLength, options, (error, key) => (error === null ? resolve(key) : reject(error))),
  )
}

// PHC strings have no padding.
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
