import { createHash } from 'node:crypto'
import { type CallError, type InvalidationResult, receiptOf, TransportError, type UserCard, ValidationError } from '@card-member/sdk'
import { parseTime } from '@card-member/sdk/contract'
import type { CallState } from '../contract/invalidation.ts'

/** How one attempt to end a card came out. */
export interface Ending {
  readonly state: Exclude<CallState, 'sending'>
  /** Nothing took effect, and another attempt may fare better: `later` when the platform was away or busy. */
  readonly again: false | 'yes' | 'later'
  /** How many calls are known to have left. */
  readonly calls: number
  readonly code: string | null
  readonly message: string | null
  readonly invalid_time: string | null
  readonly request_id: string | null
  readonly answer_sha256: string | null
  readonly proof: 'answer' | 'read_back' | null
}

const nothing = {
  again: false,
  calls: 0,
  code: null,
  message: null,
  invalid_time: null,
  request_id: null,
  answer_sha256: null,
  proof: null,
} as const

// The platform's clock and ours may differ by what it allows for requests.
const clocksApart = 300

/** What became of an attempt, from what the SDK knows. `begun` is when the first attempt was, if there was one before. */
export function endingOf(result: InvalidationResult, begun: number | undefined): Ending {
  switch (result.outcome) {
    case 'done':
      return { ...nothing, ...proofOf(result.card), state: 'done', calls: 1, proof: result.proof, code: result.error?.code ?? null }
    case 'already_invalid':
      return foundInvalid(result.card, begun)
    case 'unknown':
      return { ...failureOf(result.error), state: 'unknown', calls: 1 }
    case 'not_done':
      return { ...failureOf(result.error), ...kindOf(result.error), calls: wasSent(result.error) ? 1 : 0 }
  }
}

/** A card that is found INVALID: by an earlier attempt of ours, unless it was so before. */
export function foundInvalid(card: UserCard, begun: number | undefined): Ending {
  const time = card.invalid_time === undefined ? undefined : parseTime(card.invalid_time)
  const ours = begun !== undefined && (time === undefined || time >= begun - clocksApart)
  return { ...nothing, ...proofOf(card), state: ours ? 'done' : 'already_invalid', proof: 'read_back' }
}

/** An attempt of which it is certain by now that it did nothing. */
export const neverTookEffect: Ending = {
  ...nothing,
  state: 'rejected',
  again: 'yes',
  code: 'NO_EFFECT',
  message: 'The call got no answer, and the card is not invalid after every call could have taken effect.',
}

/** What a failed read means for an attempt that must not go on. */
export function kindOf(error: CallError): Pick<Ending, 'state' | 'again'> {
  if (error instanceof ValidationError) return { state: 'rejected', again: false }
  if (error.code === 'ANSWER_MISMATCHED') return { state: 'mismatched', again: false }
  if (error.status === 404) return { state: 'not_found', again: false }
  if (error.outcome === 'not_sent' || error.status === 429 || error instanceof TransportError) return { state: 'rejected', again: 'later' }
  const refused = error.outcome === 'rejected' && error.status !== 401
  return { state: 'rejected', again: refused ? false : 'yes' }
}

/** Code and words of a failure. */
export function failureOf(error: CallError): Ending {
  return { ...nothing, state: 'rejected', code: error.code, message: error.in('zh-CN'), request_id: error.request_id ?? null }
}

function proofOf(card: UserCard): Pick<Ending, 'invalid_time' | 'request_id' | 'answer_sha256'> {
  const receipt = receiptOf(card)
  return {
    invalid_time: card.invalid_time ?? null,
    request_id: receipt?.request_id ?? null,
    answer_sha256: receipt === undefined ? null : createHash('sha256').update(receipt.body).digest('hex'),
  }
}

function wasSent({ operation, outcome }: CallError): boolean {
  return operation === 'invalidateUserCard' && outcome !== 'not_sent'
}
