import { createHash } from 'node:crypto'
import { PlatformError } from '@card-member/sdk/contract'
import { findRequests, insertRequests, type RequestKey, requestKey } from '../store/requests.ts'
import type { Store } from '../store/store.ts'
import { type BatchRule, type Decision, type WriteCall, WriteOperation } from './write-operation.ts'

/** Input with the caller's own request number. */
export interface IdempotentInput {
  readonly brand_id: string
  readonly out_request_no: string
}

/**
 * Makes a write operation idempotent by request number: a repeated call with the same content gets the first answer again,
 * with different content an error. A failed call does not use up its number.
 */
export function idempotent<Input extends IdempotentInput, Reply>(run: BatchRule<Input, Reply>): WriteOperation<Input, Reply> {
  return new WriteOperation(async (store, calls) => {
    const answered = await findRequests(store, calls.map(requestKeyOf))
    const decided = new Map<WriteCall<Input>, Decision<Reply>>()
    let waiting = calls
    while (waiting.length > 0) {
      const isKnown = (call: WriteCall<Input>) => answered.has(requestKey(requestKeyOf(call)))
      for (const call of waiting.filter(isKnown)) {
        const before = answered.get(requestKey(requestKeyOf(call)))
        const same = before?.content_hash === contentHash(call.input)
        decided.set(call, before !== undefined && same ? JSON.parse(before.reply) : new PlatformError('request_number_reused'))
      }
      const fresh = waiting.filter((call) => !isKnown(call))
      const firsts = [...Map.groupBy(fresh, (call) => requestKey(requestKeyOf(call))).values()].flatMap(([first]) => first ?? [])
      for (const request of await runFirstRequests(store, run, firsts, decided)) answered.set(requestKey(request), request)
      waiting = fresh.filter((call) => !decided.has(call))
    }
    return calls.map((call) => decided.get(call) ?? new PlatformError('system_error'))
  })
}

async function runFirstRequests<Input extends IdempotentInput, Reply>(
  store: Store,
  run: BatchRule<Input, Reply>,
  calls: readonly WriteCall<Input>[],
  decided: Map<WriteCall<Input>, Decision<Reply>>,
) {
  if (calls.length === 0) return []
  const results = await run(store, calls)
  const requests = calls.flatMap((call, index) => {
    const result = results[index] ?? new PlatformError('system_error')
    decided.set(call, result)
    if (result instanceof PlatformError) return []
    return [{ ...requestKeyOf(call), content_hash: contentHash(call.input), reply: JSON.stringify(result), time: call.now }]
  })
  await insertRequests(store, requests)
  return requests
}

function requestKeyOf({ input, caller_kind, caller_id, operation }: WriteCall<IdempotentInput>): RequestKey {
  return { brand_id: input.brand_id, caller_kind, caller_id, operation, out_request_no: input.out_request_no }
}

// The order of keys has no meaning on the wire, so it does not change the content.
function contentHash(input: IdempotentInput): string {
  return createHash('sha256')
    .update(JSON.stringify(withSortedKeys(input)))
    .digest('hex')
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => [name, withSortedKeys(entry)]),
  )
}
