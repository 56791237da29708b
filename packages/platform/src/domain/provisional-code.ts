import { randomBytes } from 'node:crypto'

// No code on the wire can begin with a space.
const mark = ' '

/** Stands for the code of a card until its merchant gives one. */
export function makePlaceholder(): string {
  return `${mark}${randomBytes(15).toString('base64url')}`
}

/** Whether a stored code is none yet. */
export function isPlaceholder(user_card_code: string): boolean {
  return user_card_code.startsWith(mark)
}
