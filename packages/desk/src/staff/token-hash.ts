import { createHash } from 'node:crypto'

/** The hash that a session's token is kept and found by. It is as random as a key, so one round of SHA-256 is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
