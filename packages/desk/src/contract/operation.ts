import { type Operation, operation } from '@card-member/sdk/contract'
import type { Permission } from './permission.ts'

/** Who may make a call: whoever holds a permission for its brand, or one of some; whoever is signed in; or anyone. */
export type Admission = Permission | readonly Permission[] | 'signed_in' | 'anyone'

/** What is declared of an operation of the desk. */
export type Declaration = Pick<Operation, 'id' | 'method' | 'path' | 'query' | 'summary' | 'input' | 'reply' | 'bodyless'> & {
  readonly permission: Admission
}

// Of no meaning here: the desk follows no page of WeChat Pay, and limits nobody by the second.
const usual = { page: { id: '', date: '' }, per_second: 0, twin: false } as const

/** Declares an operation of the desk as the SDK's contract declares those of WeChat Pay. */
export function deskOperation<const D extends Declaration>(declaration: D) {
  return operation({ ...usual, repeat: declaration.method === 'GET' ? ('always' as const) : ('never' as const), ...declaration })
}
