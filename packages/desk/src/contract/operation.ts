import { type Operation, operation } from '@card-member/sdk/contract'
import type { Permission } from './permission.ts'

/** What an operation requires: a permission for its brand, or one of several permissions; a session; or nothing. */
export type RequiredPermission = Permission | readonly Permission[] | 'signed_in' | 'anyone'

/** The declaration of an operation of the desk. */
export type Declaration = Pick<Operation, 'id' | 'method' | 'path' | 'query' | 'summary' | 'input' | 'reply' | 'bodyless'> & {
  readonly permission: RequiredPermission
  /** Headers that its handler sets. */
  readonly responseHeaders?: readonly string[]
  /** The body is a file of at most `limit` bytes. */
  readonly upload?: { readonly limit: number }
  /** The answer is a file. */
  readonly download?: boolean
  /** The answer comes before the work is done: its status is 202. */
  readonly accepted?: boolean
  /** The answer is a stream of events; its reply names what each brings. */
  readonly events?: boolean
}

/**
 * With `passive: true` a read does not count as use of the session: a page that asks again and again by itself does not keep its user
 * signed in. Every GET of the contract takes it; a stream of events needs none, for it never counts.
 */
export const passiveHeader = 'passive'

// Not used here: the desk follows no page of WeChat Pay and has no rate limit per second.
const usual = { page: { id: '', date: '' }, per_second: 0, brand_direct: false } as const

/** Declares an operation of the desk as the SDK's contract declares those of WeChat Pay. */
export function deskOperation<const D extends Declaration>(declaration: D) {
  return operation({ ...usual, repeat: declaration.method === 'GET' ? ('always' as const) : ('never' as const), ...declaration })
}
