import type { DeskContract } from '@card-member/desk/contract'
import type { Input, Reply } from '@card-member/sdk/contract'

/** The id of an operation of the desk. */
export type OperationId = keyof DeskContract
/** What an operation takes, flat: path, query and body together. */
export type InputOf<Id extends OperationId> = Input<DeskContract[Id]>
/** What an operation answers. */
export type ReplyOf<Id extends OperationId> = Reply<DeskContract[Id]>

/** Operations that change nothing. */
export type ReadId = { [Id in OperationId]: DeskContract[Id]['method'] extends 'GET' ? Id : never }[OperationId]
