import { randomBytes } from 'node:crypto'
import { Secret, TOTP, URI } from 'otpauth'
import { seal, unseal } from './seal.ts'

const issuer = 'card-member'
const period = 30
const settings = { algorithm: 'SHA1', digits: 6, period } as const
const secretLength = 32
/** Clocks differ: codes of one step before and after are taken as well. */
const window = 1

/** Whose secret it is; a secret that is moved to somebody else's row does not open. */
interface Owner {
  readonly staff_id: string
  /** The desk's secret. */
  readonly key: string
}

/** Makes the secret of a second factor: sealed for the database, and as a URI for the authenticator, which is shown once. */
export function makeTotpSecret({ name, ...owner }: Owner & { readonly name: string }): { sealed_secret: string; otpauth_uri: string } {
  const secret = new Secret({ buffer: Uint8Array.from(randomBytes(secretLength)).buffer })
  const otpauth_uri = new TOTP({ ...settings, issuer, label: name, secret }).toString()
  return { sealed_secret: seal(secret.base32, sealOf(owner)), otpauth_uri }
}

/** Whether a text is a secret that the desk sealed for this owner. */
export function isTotpSecret(sealed_secret: string, owner: Owner): boolean {
  return unseal(sealed_secret, sealOf(owner)) !== undefined
}

/**
 * A code as people type it, as the six digits it means: in two groups, full width, with blanks that cannot be seen around it.
 * `undefined` when it is something else.
 */
export function readCode(text: string): string | undefined {
  const code = text.normalize('NFKC').replace(/[\s\p{Cf}-]/gu, '')
  return /^\d{6}$/.test(code) ? code : undefined
}

/**
 * The time step of a code that is right now, or was one step ago, or will be one step on; `undefined` for every other. Whether a code of
 * that step was used already is for the caller to ask.
 *
 * @throws {Error} when the secret was sealed for somebody else or by another secret of the desk
 */
export function stepOfCode(
  text: string,
  { sealed_secret, now, ...owner }: Owner & { readonly sealed_secret: string; readonly now: number },
): number | undefined {
  const secret = unseal(sealed_secret, sealOf(owner))
  if (secret === undefined) throw new Error('the secret of a second factor does not open: the auth_secret of the desk is another one')
  const token = readCode(text)
  if (token === undefined) return undefined
  const delta = TOTP.validate({ ...settings, token, secret: Secret.fromBase32(secret), timestamp: now * 1000, window })
  return delta === null ? undefined : Math.floor(now / period) + delta
}

/**
 * The code that an authenticator shows, for scripts that keep its URI in a file.
 *
 * @param now Unix milliseconds; the present unless given
 * @throws {URIError} when it is no otpauth URI
 * @example
 * const totp = codeOf('otpauth://totp/card-member:wang?issuer=card-member&secret=…')
 */
export function codeOf(otpauth_uri: string, now: number = Date.now()): string {
  const authenticator = URI.parse(otpauth_uri.trim())
  if (!(authenticator instanceof TOTP)) throw new URIError('the URI is not one of a time-based authenticator (otpauth://totp/…)')
  return authenticator.generate({ timestamp: now })
}

function sealOf({ staff_id, key }: Owner) {
  return { secret: key, purpose: `second factor of ${staff_id}` }
}
