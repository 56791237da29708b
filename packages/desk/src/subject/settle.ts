import { CallError, type UserCard } from '@card-member/sdk'
import { DeskRefusal } from '../contract/refusal.ts'
import { type Actor, demand } from '../people/actor.ts'
import { type CallRow, findCall, findDoubtfulCalls } from '../store/calls.ts'
import { callPlace } from './call.ts'
import { end } from './call-end.ts'
import { type Ending, failureOf, foundInvalid, kindOf, neverTookEffect } from './ending.ts'
import { type Means, reading, secondsOf, write } from './means.ts'
import { isRehearsal, openMember } from './member.ts'

const atOnce = 50
// One of this process's own is lost only when its end could not be written; it is given time to be.
const ownGrace = 60

/**
 * Reads back what became of calls whose end is not known: those in doubt, and those that a process left behind when it
 * died. None of them is repeated here. Returns how many are in doubt still.
 */
export async function settleAll(means: Means, living: readonly string[], filter: (call: CallRow) => boolean = () => true): Promise<number> {
  const others = living.filter((id) => id !== means.process_id)
  const lost = secondsOf(means.clock) + means.settle_seconds - ownGrace
  const doubtful = (await findDoubtfulCalls(reading(means), others, atOnce)).filter(
    (call) =>
      filter(call) && (call.process_id !== means.process_id || (!means.under_way.has(call.record_id) && (call.settled_after ?? 0) < lost)),
  )
  const settled = await Promise.all(doubtful.map((call) => settleOne(means, call)))
  return settled.filter(({ state }) => state === 'unknown' || state === 'sending').length
}

/** Reads one call back now, because a person wants to know. */
export async function settleCall(means: Means, actor: Actor, brand_id: string, record_id: string): Promise<CallRow> {
  demand(actor, 'invalidate', brand_id)
  const call = await findCall(reading(means), brand_id, record_id)
  if (call === undefined) throw new DeskRefusal('call_unknown')
  // One that is under way tells its end itself.
  return call.state === 'unknown' ? settleOne(means, call) : call
}

async function settleOne(means: Means, call: CallRow): Promise<CallRow> {
  const { brand_id, card_id, record_id } = call
  const member = openMember(means.vault, call.member, callPlace(brand_id, record_id))
  const found = means.connections.find({ ...call, sandbox: isRehearsal(call) })
  if (member === undefined || found === undefined) return call
  const { user_card_code, openid } = member
  const read = await found.get({ brand_id, card_id, user_card_code, openid }).catch((error: unknown) => {
    if (error instanceof CallError) return error
    throw error
  })
  const ending = endingFrom(read, call, secondsOf(means.clock))
  // Nothing new is known, and nothing to write unless the process that began it is gone.
  if (ending === undefined || (ending.state === 'unknown' && call.state === 'unknown')) return call
  return write(means, async (store) => {
    const { calls, entries } = await end(means, store, brand_id, [{ call, ending, live: false }])
    await means.recorder.append(store, entries)
    return calls[0] ?? call
  })
}

function endingFrom(read: UserCard | CallError, call: CallRow, now: number): Ending | undefined {
  const { settled_after, start_time } = call
  if (read instanceof CallError) {
    const kind = kindOf(read)
    return kind.again !== false ? doubt(call) : { ...failureOf(read), ...kind }
  }
  if (read.user_card_state === 'INVALID') {
    const found = foundInvalid(read, start_time)
    // Of one whose process died nobody has counted the call yet.
    return found.state === 'done' && call.state === 'sending' ? { ...found, calls: 1 } : found
  }
  return settled_after !== null && now <= settled_after ? doubt(call) : neverTookEffect
}

function doubt({ code, message, request_id }: CallRow): Ending {
  return { ...neverTookEffect, state: 'unknown', again: false, code: code ?? 'PROCESS_LOST', message, request_id }
}
