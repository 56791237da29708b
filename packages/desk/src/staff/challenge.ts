import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { deriveKey } from './seal.ts'

/** Seconds within which a challenge has to be answered. */
const challengeLife = 300
const nonceLength = 16
const timeLength = 4

/**
 * What a challenge is for: signing in, or an act of one session, or one invitation. An answer to a challenge of another purpose or
 * session is wrong.
 */
export type ChallengePurpose = 'sign in' | `confirm ${string}` | `register ${string}` | `join ${string}`

/**
 * A challenge of WebAuthn, base64url: random bytes, the time when it expires, and an HMAC over both and the purpose. Nothing is stored
 * until it is answered, so that asking for challenges fills no table.
 */
export function makeChallenge(purpose: ChallengePurpose, { secret, now }: { readonly secret: string; readonly now: number }): string {
  const time = Buffer.alloc(timeLength)
  time.writeUInt32BE(now + challengeLife)
  const content = Buffer.concat([randomBytes(nonceLength), time])
  return Buffer.concat([content, hmac(content, purpose, secret)]).toString('base64url')
}

/** When a challenge expires, if the desk made it for this purpose and it has not expired. Whether it was answered is for the caller to ask. */
export function expiryOfChallenge(
  challenge: string,
  purpose: ChallengePurpose,
  { secret, now }: { readonly secret: string; readonly now: number },
): number | undefined {
  const bytes = Buffer.from(challenge, 'base64url')
  // Of all the texts that decode to the same bytes only one is taken, since answered challenges are found by their text.
  if (bytes.toString('base64url') !== challenge || bytes.length <= nonceLength + timeLength) return undefined
  const content = bytes.subarray(0, nonceLength + timeLength)
  const [given, right] = [bytes.subarray(nonceLength + timeLength), hmac(content, purpose, secret)]
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  const expire_time = content.readUInt32BE(nonceLength)
  return expire_time > now ? expire_time : undefined
}

function hmac(content: Buffer, purpose: ChallengePurpose, secret: string): Buffer {
  return createHmac('sha256', deriveKey(secret, 'challenges')).update(content).update(purpose).digest()
}
