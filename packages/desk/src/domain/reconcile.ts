import { CallError, judgeRead } from '@card-member/sdk'
import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { findInvalidation, findLeftBehind, findOverdue, type InvalidationRow, lockUnread, readAgain } from '../store/invalidations.ts'
import { takeShare } from '../store/rate-limit-slots.ts'
import type { Store } from '../store/store.ts'
import { type AttemptResult, found, leftBehind, neverTookEffect } from './attempt-result.ts'
import type { CardQuery, Connection } from './connection.ts'
import { type Context, reading, sharedSeconds, write } from './context.ts'
import { invalidationAssociatedData } from './invalidations.ts'
import { isRehearsal, openMember } from './member.ts'
import { type Ended, end } from './write-result.ts'

const atOnce = 50
/** How long a call in doubt is left alone between two reads, at most, in seconds. */
const longestRest = 60
/** How much of the rate may go into reading calls in doubt. */
const share = 0.1

/**
 * Takes over what processes that are gone have left behind, and reads calls in doubt that are due; of one batch alone when it is
 * named. None of them is repeated here.
 */
export async function reconcileAll(
  context: Context,
  living: readonly string[],
  batch?: { readonly brand_id: string; readonly batch_id: string },
): Promise<void> {
  await takeOver(context, living)
  await Promise.all((await claimReads(context, batch)).map((claim) => reconcileOne(context, claim)))
}

/** Reads one call back now, because a person wants to know. */
export async function reconcileInvalidation(
  context: Context,
  actor: Actor,
  brand_id: string,
  invalidation_id: string,
): Promise<InvalidationRow> {
  demand(actor, 'invalidate', brand_id)
  const invalidation = await findInvalidation(reading(context), brand_id, invalidation_id)
  if (invalidation === undefined) throw new DeskError('invalidation_unknown')
  // One that is under way tells its end itself.
  const claim = invalidation.state === 'unknown' ? readable(context, invalidation) : undefined
  return claim === undefined ? invalidation : reconcileOne(context, claim)
}

/**
 * Ends the attempts of processes that are gone, and those of this process whose end could not be written. The process may not be
 * gone after all: from here on the attempt is no more its own, so that it sends nothing, and what it tells is late.
 */
export async function takeOver(context: Context, living: readonly string[]): Promise<void> {
  const { process_id, under_way } = context
  const store = reading(context)
  const own = await findOverdue(store, process_id, await sharedSeconds(context, store))
  const lost = await findLeftBehind(store, [process_id, ...living])
  const all = [...lost, ...own.filter(({ invalidation_id }) => !under_way.has(invalidation_id))]
  for (const [brand_id, invalidations] of Map.groupBy(all, (invalidation) => invalidation.brand_id)) {
    await write(context, async (transaction) => {
      const heirs = invalidations.map((invalidation): Ended => ({ invalidation, result: leftBehind, by: 'heir' }))
      const { events } = await end(context, transaction, brand_id, heirs)
      await context.auditLog.append(transaction, events)
    })
  }
}

interface Claim {
  readonly invalidation: InvalidationRow
  readonly card: CardQuery
  readonly connection: Connection
}

function readable(context: Context, invalidation: InvalidationRow): Claim | undefined {
  const { brand_id, card_id, invalidation_id } = invalidation
  const connection = context.connections.find({ ...invalidation, sandbox: isRehearsal(invalidation) })
  const member = openMember(context.vault, invalidation.member, invalidationAssociatedData(brand_id, invalidation_id))
  if (member === undefined || connection === undefined) return undefined
  const { user_card_code, openid } = member
  return { invalidation, card: { brand_id, card_id, user_card_code, openid }, connection }
}

/** Calls that are due to be read, as many as their share of the rate allows: each is this process's to read until its next turn. */
function claimReads(
  context: Context,
  batch: { readonly brand_id: string; readonly batch_id: string } | undefined,
): Promise<readonly Claim[]> {
  return write(context, async (store) => {
    const now_ms = await context.databaseNow(store)
    const now = Math.floor(now_ms / 1000)
    const due = await lockUnread(store, now, atOnce, batch)
    const claims = due.flatMap((invalidation) => readable(context, invalidation) ?? [])
    const claimed: Claim[] = []
    for (const [mchid, some] of Map.groupBy(claims, ({ connection }) => connection.mchid))
      claimed.push(...some.slice(0, await shareOf(store, mchid, some, now_ms)))
    // What this process cannot read does not stand in the way of what it can.
    const others = due.filter(
      (invalidation) => !claims.some((claim) => claim.invalidation.invalidation_id === invalidation.invalidation_id),
    )
    const turns = [
      ...claimed.map(({ invalidation }) => nextTurn(invalidation, now)),
      ...others.map((invalidation) => ({ ...invalidation, next_read_time: now + longestRest })),
    ]
    await readAgain(store, turns)
    return claimed
  })
}

function shareOf(store: Store, mchid: string, [claim, ...others]: readonly Claim[], now_ms: number): Promise<number> {
  const interval = Math.ceil(1_000_000 / ((claim?.connection.per_second ?? 1) * share))
  return takeShare(store, { mchid, operation: 'reading in doubt' }, others.length + 1, interval, now_ms * 1000)
}

function nextTurn(invalidation: InvalidationRow, now: number): InvalidationRow {
  const { reads, reconcile_after } = invalidation
  const turn = now + Math.min(longestRest, 2 ** Math.min(reads, 6))
  // The first moment at which a read can prove that nothing happened is not waited past.
  const next_read_time = now <= reconcile_after && turn > reconcile_after ? reconcile_after + 1 : turn
  return { ...invalidation, reads: reads + 1, next_read_time }
}

async function reconcileOne(context: Context, { invalidation, card, connection }: Claim): Promise<InvalidationRow> {
  const { brand_id } = invalidation
  const result = await readResult(invalidation, card, connection)
  if (result === undefined) return invalidation
  return write(context, async (store) => {
    const { invalidations, events } = await end(context, store, brand_id, [{ invalidation, result, by: 'reader' }])
    await context.auditLog.append(store, events)
    return invalidations[0] ?? invalidation
  })
}

/** What reading the card of a call in doubt proves; undefined when it proves nothing. */
async function readResult(invalidation: InvalidationRow, card: CardQuery, connection: Connection): Promise<AttemptResult | undefined> {
  try {
    const read = await connection.get(card)
    const { invalid_reason, not_invalid_at } = invalidation
    const attempt = {
      may_have_left: invalidation.may_have_left === 1,
      settled_after: invalidation.reconcile_after * 1000,
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
