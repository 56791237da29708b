import { isRecord } from '../contract/check.ts'
import { compile } from '../contract/compile.ts'
import type { Endpoint } from '../contract/operation.ts'
import { call } from './call.ts'
import { callErrors } from './call-errors.ts'
import { AnswerError } from './error.ts'
import { type Fields, readInput } from './input.ts'
import { type Calls, safeInvalidation } from './invalidate-safely.ts'
import { Listing, type PageReply } from './listing.ts'
import type { BrandMethods, PartnerMethods } from './methods.ts'
import { readCallOptions } from './options.ts'
import { receiptOf } from './receipt.ts'
import type { Settings } from './settings.ts'
import { type ApiVariant, offeredGroups } from './variant.ts'

/** Every group that a variant offers, with its methods. */
export type Groups<D extends ApiVariant = 'partner'> = D extends 'brand' ? BrandMethods : PartnerMethods

/** Builds the groups from the contract; no operation is named here. */
export function buildGroups(settings: Settings): PartnerMethods | BrandMethods {
  const variant = settings.principal.mchid === undefined ? 'brand' : 'partner'
  const groups = offeredGroups(variant).map(([name, operations]) => {
    const methods = operations.map(([method, operation]) => [method, methodOf(settings, operation)])
    return [name, Object.fromEntries(methods)]
  })
  // What Object.fromEntries made follows the contract entry by entry; its type cannot say so.
  const built = Object.fromEntries(groups) as unknown as PartnerMethods & { readonly userCards: Calls }
  return { ...built, userCards: { ...built.userCards, ...safeInvalidation(built.userCards, settings) } }
}

function methodOf(settings: Settings, operation: Endpoint): (...given: readonly unknown[]) => unknown {
  const { path, paged } = compile(operation)
  const count = path.length
  if (paged) return (...given) => list(settings, operation, given.slice(0, count), given[count], given[count + 1])
  return async (...given) => {
    const input = readInput(operation, given.slice(0, count), given[count])
    return call(settings, operation, input, readCallOptions(given[count + 1]))
  }
}

const firstPage: Fields = { offset: 0, limit: 20 }

function list(settings: Settings, operation: Endpoint, path: readonly unknown[], fields: unknown, options: unknown) {
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

function notPage({ id }: Endpoint, reply: unknown): AnswerError {
  const { attempts, status, request_id } = (isRecord(reply) && receiptOf(reply)) || { attempts: 1, status: 200, request_id: undefined }
  const facts = { operation: id, outcome: 'done', attempts, retryable: false, status, request_id, verified: true } as const
  return new AnswerError('ANSWER_NOT_JSON', facts, callErrors.ANSWER_NOT_JSON(id, String(status)))
}
