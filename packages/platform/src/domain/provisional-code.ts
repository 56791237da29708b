import { randomBytes } from 'node:crypto'

/** A unique code until the merchant assigns one. No code on the wire begins with a space, so they never collide. */
export function makeProvisionalCode(): string {
  return ` ${randomBytes(15).toString('base64url')}`
}
