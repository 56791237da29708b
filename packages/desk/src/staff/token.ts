import { createHmac, randomBytes } from 'node:crypto'
import { deriveKey } from './seal.ts'

/** A token of 32 random bytes. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * The hash that a token is stored and found by: HMAC-SHA-256 under a key of the desk. A token is as random as a key, so one round is
 * enough; and anybody who can only write the database cannot make a row for a token of their own.
 */
export function hashToken(token: string, secret: string): string {
  return createHmac('sha256', deriveKey(secret, 'tokens')).update(token).digest('base64url')
}
