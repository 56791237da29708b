import type { Reply as ReplyOf } from '@card-member/sdk/contract'
import type { DeskContract } from '../contract/contract.ts'

/** What an operation of the contract answers: the desk's methods return the same to commands as to callers over HTTP. */
export type Reply<Id extends keyof DeskContract> = ReplyOf<DeskContract[Id]>

/** One page of a list. */
export interface Page {
  /** How many of the newest to leave out; 0 unless given. */
  readonly offset?: number | undefined
  /** At most so many; 20 unless given. */
  readonly limit?: number | undefined
}
