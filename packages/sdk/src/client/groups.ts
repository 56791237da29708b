import { isRecord } from '../contract/check.ts'
import { compile } from '../contract/compile.ts'
import type { Contract } from '../contract/contract.ts'
import type { Input, Operation, PathField, Reply } from '../contract/operation.ts'
import { call } from './call.ts'
import { callErrors } from './call-errors.ts'
import { type Dialect, type OfferedGroup, type OfferedMethod, offeredGroups } from './dialect.ts'
import { AnswerError } from './error.ts'
import { type Fields, readInput } from './input.ts'
import { type BrandInvalidation, type Invalidation, safeInvalidation, type UserCardExtras } from './invalidate-safely.ts'
import { Listing, type PageReply } from './listing.ts'
import { type CallOptions, readCallOptions } from './options.ts'
import { receiptOf } from './receipt.ts'
import type { Settings } from './settings.ts'

type Plain<T> = { [Name in keyof T]: T[Name] }
type PathArguments<Path extends string> = Path extends `${string}{${string}}${infer Rest}` ? [id: string, ...more: PathArguments<Rest>] : []
// A brand says who it is in the Authorization header.
type Others<O extends Operation, D extends Dialect> = Omit<Input<O>, PathField<O> | (D extends 'brand' ? 'brand_id' : never)>
type Paged<Given> = Plain<Omit<Given, 'offset' | 'limit'> & Partial<Pick<Given, Extract<'offset' | 'limit', keyof Given>>>>
type Unchanging<T> = T extends Uint8Array ? T : T extends object ? { readonly [Name in keyof T]: Unchanging<T[Name]> } : T
type Given<O extends Operation, D extends Dialect> = Unchanging<
  Reply<O> extends PageReply<unknown> ? Paged<Others<O, D>> : Plain<Others<O, D>>
>
type Rest<Given> =
  Record<never, never> extends Given
    ? [fields?: Given, options?: CallOptions | undefined]
    : [fields: Given, options?: CallOptions | undefined]
type Answer<O extends Operation> =
  Reply<O> extends PageReply<infer Item> ? Listing<Item, Extract<Reply<O>, PageReply<Item>>> : Promise<Reply<O>>

type Arguments<O extends Operation, D extends Dialect> = [...PathArguments<O['path']>, ...Rest<Given<O, D>>]

/** A method for each operation of a group: path parameters in their order, the other fields in one object, options. */
export type Methods<Group, D extends Dialect = 'partner'> = {
  // Spelt out here and not under a name of its own, so that editors show what to pass.
  readonly [Name in keyof Group as OfferedMethod<Group, D, Name>]: (
    ...given: Arguments<Extract<Group[Name], Operation>, D>
  ) => Answer<Extract<Group[Name], Operation>>
}

interface Extras<D extends Dialect> {
  readonly userCards: UserCardExtras<D extends 'brand' ? BrandInvalidation : Invalidation>
}
type ExtrasOf<Name, D extends Dialect> = Name extends keyof Extras<D> ? Extras<D>[Name] : unknown

/** Every group of the contract that a dialect offers, with its methods. */
export type Groups<D extends Dialect = 'partner'> = {
  readonly [Name in OfferedGroup<D>]: Methods<Contract[Name], D> & ExtrasOf<Name, D>
}

/** Builds the groups from the contract; no operation is named here. */
export function buildGroups(settings: Settings): Groups | Groups<'brand'> {
  const dialect = settings.principal.mchid === undefined ? 'brand' : 'partner'
  const groups = offeredGroups(dialect).map(([name, operations]) => {
    const methods = operations.map(([method, operation]) => [method, methodOf(settings, operation)])
    return [name, Object.fromEntries(methods)]
  })
  // What Object.fromEntries made follows the contract entry by entry; its type cannot say so.
  const built = Object.fromEntries(groups) as Groups
  return { ...built, userCards: { ...built.userCards, ...safeInvalidation(built.userCards, settings) } }
}

function methodOf(settings: Settings, operation: Operation): (...given: readonly unknown[]) => unknown {
  const { path, paged } = compile(operation)
  const count = path.length
  if (paged) return (...given) => list(settings, operation, given.slice(0, count), given[count], given[count + 1])
  return async (...given) => {
    const input = readInput(operation, given.slice(0, count), given[count])
    return call(settings, operation, input, readCallOptions(given[count + 1]))
  }
}

const firstPage: Fields = { offset: 0, limit: 20 }

function list(settings: Settings, operation: Operation, path: readonly unknown[], fields: unknown, options: unknown) {
  const given = isRecord(fields) ? Object.entries(fields).filter(([, value]) => value !== undefined) : undefined
  const asked = given ? { ...firstPage, ...Object.fromEntries(given) } : (fields ?? firstPage)
  const fetchPage = async (offset: number) => {
    const input = { ...readInput(operation, path, asked), offset }
    const reply = await call(settings, operation, input, readCallOptions(options))
    if (isPage(reply)) return reply
    throw notPage(operation, reply)
  }
  return new Listing(fetchPage, isRecord(asked) && typeof asked.offset === 'number' ? asked.offset : 0)
}

function isPage(reply: unknown): reply is PageReply<unknown> {
  return isRecord(reply) && Array.isArray(reply.data) && typeof reply.total_count === 'number'
}

function notPage({ id }: Operation, reply: unknown): AnswerError {
  const { attempts, status, request_id } = (isRecord(reply) && receiptOf(reply)) || { attempts: 1, status: 200, request_id: undefined }
  const facts = { operation: id, outcome: 'done', attempts, retryable: false, status, request_id, verified: true } as const
  return new AnswerError('ANSWER_NOT_JSON', facts, callErrors.ANSWER_NOT_JSON(id, String(status)))
}
