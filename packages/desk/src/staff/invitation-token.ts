import { createHmac } from 'node:crypto'
import { hashToken, makeToken } from './token.ts'

/** Seconds for which the link of an invitation works. */
export const invitationLife = 72 * 3600

/** The path that an invitation's link leads to. What follows `#` stays in the browser, so that no server or proxy logs it. */
const joinPath = '/join#'

/** A new link: the token that it holds, and the hash that the desk keeps of it. */
export function makeInvitationToken(secret: string): { readonly token: string; readonly token_hash: string } {
  const token = makeToken()
  return { token, token_hash: hashToken(token, secret) }
}

/** The link of an invitation. @param base_url where browsers reach the desk */
export function linkOf(base_url: string, token: string): string {
  return `${base_url.replace(/\/$/, '')}${joinPath}${token}`
}

/**
 * The code that whoever confirmed an invitation gives to its holder, 80 bits in hexadecimal: the administrator who made the link does not
 * know it, and so cannot use the link in the place of whom they named.
 */
export function joinCodeOf(secret: string, invitation_id: string): string {
  return createHmac('sha256', secret).update(`join code ${invitation_id}`).digest('hex').slice(0, 20)
}
