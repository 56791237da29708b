import { CallError, judgeRead } from '@card-member/sdk'
import { DeskRefusal } from '../contract/refusal.ts'
import { type Actor, demand } from '../people/actor.ts'
import { type CallRow, findCall, findLeftBehind, findOverdue, lockUnread, readAgain } from '../store/calls.ts'
import { takeShare } from '../store/rates.ts'
import type { Store } from '../store/store.ts'
import { callPlace } from './call.ts'
import { type Ended, end } from './call-end.ts'
import type { CardQuery, Connection } from './connection.ts'
import { type Ending, found, leftBehind, neverTookEffect } from './ending.ts'
import { type Means, reading, sharedSeconds, write } from './means.ts'
import { isRehearsal, openMember } from './member.ts'

const atOnce = 50
/** How long a call in doubt is left alone between two reads, at most, in seconds. */
const longestRest = 60
/** How much of the rate may go into reading calls in doubt. */
const share = 0.1

/**
 * Takes over what processes that are gone have left behind, and reads calls in doubt that are due; of one batch alone when it is
 * named. None of them is repeated here.
 */
export async function settleAll(
  means: Means,
  living: readonly string[],
  batch?: { readonly brand_id: string; readonly batch_id: string },
): Promise<void> {
  await takeOver(means, living)
  await Promise.all((await claimReads(means, batch)).map((claim) => settleOne(means, claim)))
}

/** Reads one call back now, because a person wants to know. */
export async function settleCall(means: Means, actor: Actor, brand_id: string, record_id: string): Promise<CallRow> {
  demand(actor, 'invalidate', brand_id)
  const call = await findCall(reading(means), brand_id, record_id)
  if (call === undefined) throw new DeskRefusal('call_unknown')
  // One that is under way tells its end itself.
  const claim = call.state === 'unknown' ? readable(means, call) : undefined
  return claim === undefined ? call : settleOne(means, claim)
}

/**
 * Ends the attempts of processes that are gone, and those of this process whose end could not be written. The process may not be
 * gone after all: from here on the attempt is no more its own, so that it sends nothing, and what it tells is late.
 */
export async function takeOver(means: Means, living: readonly string[]): Promise<void> {
  const { process_id, under_way } = means
  const store = reading(means)
  const own = await findOverdue(store, process_id, await sharedSeconds(means, store))
  const lost = await findLeftBehind(store, [process_id, ...living])
  const all = [...lost, ...own.filter(({ record_id }) => !under_way.has(record_id))]
  for (const [brand_id, calls] of Map.groupBy(all, (call) => call.brand_id)) {
    await write(means, async (transaction) => {
      const heirs = calls.map((call): Ended => ({ call, ending: leftBehind, by: 'heir' }))
      const { entries } = await end(means, transaction, brand_id, heirs)
      await means.recorder.append(transaction, entries)
    })
  }
}

interface Claim {
  readonly call: CallRow
  readonly card: CardQuery
  readonly connection: Connection
}

function readable(means: Means, call: CallRow): Claim | undefined {
  const { brand_id, card_id, record_id } = call
  const connection = means.connections.find({ ...call, sandbox: isRehearsal(call) })
  const member = openMember(means.vault, call.member, callPlace(brand_id, record_id))
  if (member === undefined || connection === undefined) return undefined
  const { user_card_code, openid } = member
  return { call, card: { brand_id, card_id, user_card_code, openid }, connection }
}

/** Calls that are due to be read, as many as their share of the rate allows: each is this process's to read until its next turn. */
function claimReads(means: Means, batch: { readonly brand_id: string; readonly batch_id: string } | undefined): Promise<readonly Claim[]> {
  return write(means, async (store) => {
    const now_ms = await means.databaseNow(store)
    const now = Math.floor(now_ms / 1000)
    const due = await lockUnread(store, now, atOnce, batch)
    const claims = due.flatMap((call) => readable(means, call) ?? [])
    const claimed: Claim[] = []
    for (const [mchid, some] of Map.groupBy(claims, ({ connection }) => connection.mchid))
      claimed.push(...some.slice(0, await shareOf(store, mchid, some, now_ms)))
    // What this process cannot read does not stand in the way of what it can.
    const others = due.filter((call) => !claims.some((claim) => claim.call.record_id === call.record_id))
    const turns = [
      ...claimed.map(({ call }) => nextTurn(call, now)),
      ...others.map((call) => ({ ...call, next_read_time: now + longestRest })),
    ]
    await readAgain(store, turns)
    return claimed
  })
}

function shareOf(store: Store, mchid: string, [claim, ...others]: readonly Claim[], now_ms: number): Promise<number> {
  const interval = Math.ceil(1_000_000 / ((claim?.connection.per_second ?? 1) * share))
  return takeShare(store, { mchid, operation: 'reading in doubt' }, others.length + 1, interval, now_ms * 1000)
}

function nextTurn(call: CallRow, now: number): CallRow {
  const { reads, reconcile_after } = call
  const turn = now + Math.min(longestRest, 2 ** Math.min(reads, 6))
  // The first moment at which a read can prove that nothing happened is not waited past.
  const next_read_time = now <= reconcile_after && turn > reconcile_after ? reconcile_after + 1 : turn
  return { ...call, reads: reads + 1, next_read_time }
}

async function settleOne(means: Means, { call, card, connection }: Claim): Promise<CallRow> {
  const { brand_id } = call
  const ending = await readEnding(call, card, connection)
  if (ending === undefined) return call
  return write(means, async (store) => {
    const { calls, entries } = await end(means, store, brand_id, [{ call, ending, by: 'reader' }])
    await means.recorder.append(store, entries)
    return calls[0] ?? call
  })
}

/** What reading the card of a call in doubt proves; undefined when it proves nothing. */
async function readEnding(call: CallRow, card: CardQuery, connection: Connection): Promise<Ending | undefined> {
  try {
    const read = await connection.get(card)
    const { invalid_reason, not_invalid_at } = call
    const attempt = {
      may_have_left: call.may_have_left === 1,
      settled_after: call.reconcile_after * 1000,
      not_invalid_at: not_invalid_at === null ? undefined : not_invalid_at * 1000,
    }
    const { outcome } = judgeRead({ ...card, invalid_reason }, attempt, read)
    if (outcome === 'unknown') return undefined
    return outcome === 'no_effect' ? neverTookEffect : found(outcome, read)
  } catch (error) {
    // A refusal to show the card, whoever signed it, says nothing of the call.
    if (error instanceof CallError) return undefined
    throw error
  }
}
