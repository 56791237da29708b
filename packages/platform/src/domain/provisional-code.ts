import { randomBytes } from 'node:crypto'

/** Keeps a card's key unique until its merchant assigns a code. The space sets it apart: no code on the wire has one. */
export function makeProvisionalCode(): string {
  return ` ${randomBytes(15).toString('base64url')}`
}
