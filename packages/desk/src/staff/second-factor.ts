import { timingSafeEqual } from 'node:crypto'
import { createOTP } from '@better-auth/utils/otp'
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'

const step = 30
const issuer = 'card-member'

/** A new second factor: encrypted for the database, and as a URI for the person, shown once. */
export async function makeSecondFactor(name: string, key: string): Promise<{ second_factor: string; otpauth_uri: string }> {
  const secret = generateRandomString(32)
  return { second_factor: await symmetricEncrypt({ key, data: secret }), otpauth_uri: createOTP(secret).url(issuer, name) }
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
 * Whether a code belongs to now, or to the step before or after for clocks that differ.
 *
 * A code may be given again while it holds: scripts run several commands in a row with one code, and each command signs in. Who
 * overhears a code needs the password or the session as well, and has a minute and a half at most.
 */
export async function codeFits(given: string, { second_factor, key, now }: { second_factor: string; key: string; now: number }) {
  const code = readCode(given)
  const { hotp } = createOTP(await symmetricDecrypt({ key, data: second_factor }))
  const counter = Math.floor(now / step)
  const codes = await Promise.all([counter - 1, counter, counter + 1].map((each) => hotp(each)))
  // Every code is compared, and in constant time, so that time tells nothing.
  return code !== undefined && codes.filter((each) => timingSafeEqual(Buffer.from(each), Buffer.from(code))).length > 0
}
