import { type Operation, operation } from '@card-member/sdk/contract'
import type { Permission } from './permission.ts'

/** Who may call an operation: who holds a permission for its brand, or one of some; who is signed in; or anyone. */
export type RequiredPermission = Permission | readonly Permission[] | 'signed_in' | 'anyone'

/** What is declared of an operation of the desk. */
export type Declaration = Pick<Operation, 'id' | 'method' | 'path' | 'query' | 'summary' | 'input' | 'reply' | 'bodyless'> & {
  readonly permission: RequiredPermission
  /** Headers that its handler sets. */
  readonly responseHeaders?: readonly string[]
  /** The body is a file of at most so many bytes. */
  readonly upload?: { readonly limit: number }
  /** The answer is a file. */
  readonly download?: boolean
}

// Of no meaning here: the desk follows no page of WeChat Pay, and limits nobody by the second.
const usual = { page: { id: '', date: '' }, per_second: 0, brand_direct: false } as const

/** Declares an operation of the desk as the SDK's contract declares those of WeChat Pay. */
export function deskOperation<const D extends Declaration>(declaration: D) {
  return operation({ ...usual, repeat: declaration.method === 'GET' ? ('always' as const) : ('never' as const), ...declaration })
}
