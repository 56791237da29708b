import { createHash } from 'node:crypto'
import { Fault } from '@card-member/sdk/contract'
import { findRequests, insertRequests, type RequestKey, requestKey } from '../store/requests.ts'
import type { Store } from '../store/store.ts'
import { type Decided, type Run, Write, type WriteCall } from './write.ts'

/** Input that carries the caller's own number of a request. */
export interface Numbered {
  readonly brand_id: string
  readonly out_request_no: string
}

/**
 * Makes a writing operation run once for each request number: the same number with the same content gets the first answer
 * again, with other content a refusal. A refused call leaves its number free.
 */
export function once<Input extends Numbered, Reply>(run: Run<Input, Reply>): Write<Input, Reply> {
  return new Write(async (store, calls) => {
    const answered = await findRequests(store, calls.map(requestOf))
    const decided = new Map<WriteCall<Input>, Decided<Reply>>()
    let waiting = calls
    while (waiting.length > 0) {
      const isKnown = (call: WriteCall<Input>) => answered.has(requestKey(requestOf(call)))
      for (const call of waiting.filter(isKnown)) {
        const before = answered.get(requestKey(requestOf(call)))
        const same = before?.content_hash === hashOf(call.input)
        decided.set(call, before !== undefined && same ? JSON.parse(before.reply) : new Fault('request_number_reused'))
      }
      const fresh = waiting.filter((call) => !isKnown(call))
      const firsts = [...Map.groupBy(fresh, (call) => requestKey(requestOf(call))).values()].flatMap(([first]) => first ?? [])
      for (const request of await runFresh(store, run, firsts, decided)) answered.set(requestKey(request), request)
      waiting = fresh.filter((call) => !decided.has(call))
    }
    return calls.map((call) => decided.get(call) ?? new Fault('system_error'))
  })
}

async function runFresh<Input extends Numbered, Reply>(
  store: Store,
  run: Run<Input, Reply>,
  calls: readonly WriteCall<Input>[],
  decided: Map<WriteCall<Input>, Decided<Reply>>,
) {
  if (calls.length === 0) return []
  const results = await run(store, calls)
  const requests = calls.flatMap((call, index) => {
    const result = results[index] ?? new Fault('system_error')
    decided.set(call, result)
    if (result instanceof Fault) return []
    return [{ ...requestOf(call), content_hash: hashOf(call.input), reply: JSON.stringify(result), time: call.now }]
  })
  await insertRequests(store, requests)
  return requests
}

function requestOf({ input, mchid, operation }: WriteCall<Numbered>): RequestKey {
  return { brand_id: input.brand_id, mchid, operation, out_request_no: input.out_request_no }
}

// Key order never matters on the wire, so it must not matter to "the same content".
function hashOf(input: Numbered): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => [name, sorted(entry)]),
  )
}
