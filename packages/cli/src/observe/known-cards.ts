import { isRecord } from '@card-member/sdk/contract'
import { type Difference, same, differenceWords as words } from './difference.ts'
import type { Match } from './match-operation.ts'
import type { Redactor } from './redactor.ts'

const most = 100_000
const echoed = ['user_card_code', 'card_id', 'brand_id', 'openid', 'out_request_no', 'offset', 'limit'] as const
const confirmed: Readonly<Record<string, string>> = {
  CREATE_CARD_SUCCESS: 'EFFECTIVE',
  CREATE_CARD_ALREADY_EXISTS: 'EFFECTIVE',
  CREATE_CARD_FAIL: 'INVALID',
}

interface Call {
  readonly match: Match
  readonly input: Readonly<Record<string, unknown>>
  readonly status: number
  readonly reply: unknown
}

/** The rules of our platform that an answer can be held against: states, what is repeated of the request, what is final. */
export class KnownCards {
  readonly #redactor: Redactor
  /** Cards that were seen invalidated, by the hash of their keys, with the hash of reason and time. */
  readonly #invalidated = new Map<string, string>()

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  judge(call: Call): Difference[] {
    const { match, status, reply, input } = call
    const key = this.#keyOf(input)
    if (status >= 400) {
      const again = match.operation.id === 'invalidateUserCard' && status < 429 && key !== undefined && this.#invalidated.has(key)
      return again ? [{ kind: 'state', at: '', ours: words.repeated, observed: same(String(status)) }] : []
    }
    if (!isRecord(reply)) return []
    const found = [...judgeEcho(call, reply), ...judgeState(call, reply)]
    const cards = Array.isArray(reply.data) ? reply.data.filter(isRecord) : [reply]
    for (const card of cards) found.push(...this.#judgeFinal(card, input))
    return found
  }

  #judgeFinal(card: Record<string, unknown>, input: Readonly<Record<string, unknown>>): Difference[] {
    const { user_card_state: state, invalid_time, invalid_reason } = card
    if (typeof state !== 'string' || !/^[A-Z_]{1,64}$/.test(state)) return []
    const key = this.#keyOf({ ...input, ...card })
    if (key === undefined) return []
    const known = this.#invalidated.get(key)
    const end = this.#redactor.hash(JSON.stringify([invalid_time, invalid_reason ?? '']))
    if (state === 'INVALID') {
      if (known === undefined && this.#invalidated.size < most) this.#invalidated.set(key, end)
      return known === undefined || known === end
        ? []
        : [{ kind: 'state', at: '/user_card_state', ours: words.final, observed: words.changed }]
    }
    return known === undefined ? [] : [{ kind: 'state', at: '/user_card_state', ours: words.final, observed: same(state) }]
  }

  #keyOf({ brand_id, card_id, user_card_code }: Readonly<Record<string, unknown>>): string | undefined {
    if (typeof card_id !== 'string' || typeof user_card_code !== 'string') return undefined
    return this.#redactor.hash(JSON.stringify([brand_id, card_id, user_card_code]))
  }
}

function judgeEcho({ input }: Call, reply: Record<string, unknown>): Difference[] {
  return echoed
    .filter((name) => input[name] !== undefined && reply[name] !== undefined && input[name] !== reply[name])
    .map((name) => ({ kind: 'field', at: `/${name}`, ours: words.asRequested, observed: words.other }))
}

function judgeState({ match: { operation }, input }: Call, reply: Record<string, unknown>): Difference[] {
  const found: Difference[] = []
  const expect = (at: string, ours: string) => {
    const observed = reply[at]
    if (typeof observed === 'string' && observed !== ours)
      found.push({ kind: 'state', at: `/${at}`, ours: same(ours), observed: same(/^[A-Z_]{1,64}$/.test(observed) ? observed : 'string') })
  }
  if (operation.id === 'invalidateUserCard') {
    expect('user_card_state', 'INVALID')
    if (reply.user_card_state === 'INVALID' && reply.invalid_time === undefined)
      found.push({ kind: 'field', at: '/invalid_time', ours: words.present, observed: words.absent })
  }
  if (operation.id === 'confirmUserCard') expect('user_card_state', confirmed[String(input.user_card_confirm_state)] ?? 'EFFECTIVE')
  if (operation.id === 'invalidateCard') expect('card_state', 'CARD_INVALID')
  const { limit } = input
  if (typeof limit === 'number' && Array.isArray(reply.data) && reply.data.length > limit)
    found.push({ kind: 'field', at: '/data', ours: words.atMost(limit), observed: words.entries(reply.data.length) })
  return found
}
