import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { seal, unseal } from './seal.ts'

const issuer = 'card-member'
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const
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

/**
 * A code as people type it, as the six digits it means: in two groups, full width, with blanks that cannot be seen around it.
 * `undefined` when it is something else.
 */
export function readCode(text: string): string | undefined {
  const code = text.normalize('NFKC').replace(/[\s\p{Cf}-]/gu, '')
  return /^\d{6}$/.test(code) ? code : undefined
}

/**
 * Whether a code is right now, or was one step ago, or will be one step on.
 *
 * A code may be given again while it is right: scripts run several commands in a row with one code, and each command signs in. Who
 * overhears a code needs the password or the session as well, and has a minute and a half at most.
 *
 * @throws {Error} when the secret was sealed for somebody else or by another secret of the desk
 */
export function verifyTotp(
  text: string,
  { sealed_secret, now, ...owner }: Owner & { readonly sealed_secret: string; readonly now: number },
): boolean {
  const secret = unseal(sealed_secret, sealOf(owner))
  if (secret === undefined) throw new Error('the secret of a second factor does not open: the auth_secret of the desk is another one')
  const token = readCode(text)
  if (token === undefined) return false
  return TOTP.validate({ ...settings, token, secret: Secret.fromBase32(secret), timestamp: now * 1000, window }) !== null
}

function sealOf({ staff_id, key }: Owner) {
  return { secret: key, purpose: `second factor of ${staff_id}` }
}
