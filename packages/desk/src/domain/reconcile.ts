import { CallError, judgeRead } from '@card-member/sdk'
import { DeskError } from '../contract/desk-error.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { findInvalidation, findLost, findOverdue, type InvalidationRow, lockDueReads, scheduleReads } from '../store/invalidations.ts'
import { takeShare } from '../store/rate-limit-slots.ts'
import type { Store } from '../store/store.ts'
import { type AttemptResult, lostResult, noEffect, readBackResult } from './attempt-result.ts'
import type { CardQuery, Connection } from './connection.ts'
import { type Context, reading, sharedSeconds, write } from './context.ts'
import { invalidationAssociatedData } from './invalidations.ts'
import { openMember } from './member.ts'
import { type AttemptReport, recordResults } from './record-results.ts'

const readsAtOnce = 50
/** The longest time between two reads of an unknown outcome, in seconds. */
const maxReadInterval = 60
/** The share of the rate that reads of unknown outcomes may use. */
const share = 0.1

/**
 * Recovers the attempts of processes that are gone, and reads back unknown outcomes that are due; of one batch only when it is given.
 * It sends no invalidation.
 */
export async function reconcileAll(
  context: Context,
  living: readonly string[],
  batch?: { readonly brand_id: string; readonly batch_id: string },
): Promise<void> {
  await recoverLost(context, living)
  await Promise.all((await claimReads(context, batch)).map((readable) => reconcileOne(context, readable)))
}

/** Reads one unknown outcome back now, because an actor asks for it. */
export async function reconcileInvalidation(
  context: Context,
  actor: Actor,
  brand_id: string,
  invalidation_id: string,
): Promise<InvalidationRow> {
  demand(actor, 'invalidate', brand_id)
  const invalidation = await findInvalidation(reading(context), brand_id, invalidation_id)
  if (invalidation === undefined) throw new DeskError('invalidation_unknown')
  // The process that sends an attempt writes its result.
  const readable = invalidation.state === 'unknown' ? readableOf(context, invalidation) : undefined
  return readable === undefined ? invalidation : reconcileOne(context, readable)
}

/**
 * Recovers the attempts of processes that are gone, and those of this process whose result could not be written. If the process is
 * alive after all, it has lost the attempt: it must not send the request, and its result counts as late.
 */
export async function recoverLost(context: Context, living: readonly string[]): Promise<void> {
  const { process_id, in_flight } = context
  const store = reading(context)
  const own = await findOverdue(store, process_id, await sharedSeconds(context, store))
  const lost = await findLost(store, [process_id, ...living])
  const all = [...lost, ...own.filter(({ invalidation_id }) => !in_flight.has(invalidation_id))]
  for (const [brand_id, invalidations] of Map.groupBy(all, (invalidation) => invalidation.brand_id)) {
    await write(context, async (transaction) => {
      const reports = invalidations.map((invalidation): AttemptReport => ({ invalidation, result: lostResult, by: 'recovery' }))
      const { events } = await recordResults(context, transaction, brand_id, reports)
      await context.auditLog.append(transaction, events)
    })
  }
}

/** An unknown outcome that this process can read. */
interface Readable {
  readonly invalidation: InvalidationRow
  readonly card: CardQuery
  readonly connection: Connection
}

function readableOf(context: Context, invalidation: InvalidationRow): Readable | undefined {
  const { brand_id, card_id, invalidation_id } = invalidation
  const connection = context.connections.find({ ...invalidation, sandbox: invalidation.rehearsal === 1 })
  const member = openMember(context.vault, invalidation.member, invalidationAssociatedData(brand_id, invalidation_id))
  if (member === undefined || connection === undefined) return undefined
  const { user_card_code, openid } = member
  return { invalidation, card: { brand_id, card_id, user_card_code, openid }, connection }
}

/** Claims reads that are due, as many as the share of the rate allows; until the next read is due, no other process claims them. */
function claimReads(
  context: Context,
  batch: { readonly brand_id: string; readonly batch_id: string } | undefined,
): Promise<readonly Readable[]> {
  return write(context, async (store) => {
    const now_ms = await context.databaseNow(store)
    const now = Math.floor(now_ms / 1000)
    const due = await lockDueReads(store, now, readsAtOnce, batch)
    const readable = due.flatMap((invalidation) => readableOf(context, invalidation) ?? [])
    const claimed: Readable[] = []
    const callerOf = ({ connection }: Readable) => JSON.stringify([connection.caller_kind, connection.caller_id])
    for (const some of Map.groupBy(readable, callerOf).values()) claimed.push(...some.slice(0, await takeReadSlots(store, some, now_ms)))
    // What this process cannot read is delayed, so that it does not fill the next page.
    const ids = new Set(readable.map(({ invalidation }) => invalidation.invalidation_id))
    const others = due.filter(({ invalidation_id }) => !ids.has(invalidation_id))
    await scheduleReads(store, [
      ...claimed.map(({ invalidation }) => nextRead(invalidation, now)),
      ...others.map((invalidation) => ({ ...invalidation, next_read_time: now + maxReadInterval })),
    ])
    return claimed
  })
}

/** How many of these reads, all of one caller, may be made now. */
async function takeReadSlots(store: Store, reads: readonly Readable[], now_ms: number): Promise<number> {
  const [first] = reads
  if (first === undefined) return 0
  const { caller_kind, caller_id, per_second } = first.connection
  const interval = Math.ceil(1_000_000 / (per_second * share))
  return takeShare(store, { caller_kind, caller_id, operation: 'reconcile' }, reads.length, interval, now_ms * 1000)
}

function nextRead(invalidation: InvalidationRow, now: number): InvalidationRow {
  const { reads, reconcile_after } = invalidation
  const planned = now + Math.min(maxReadInterval, 2 ** Math.min(reads, 6))
  // A read at the first moment that can prove that the attempt had no effect is never skipped.
  const next_read_time = now <= reconcile_after && planned > reconcile_after ? reconcile_after + 1 : planned
  return { ...invalidation, reads: reads + 1, next_read_time }
}

async function reconcileOne(context: Context, { invalidation, card, connection }: Readable): Promise<InvalidationRow> {
  const { brand_id } = invalidation
  const result = await readResult(invalidation, card, connection)
  if (result === undefined) return invalidation
  return write(context, async (store) => {
    const { invalidations, events } = await recordResults(context, store, brand_id, [{ invalidation, result, by: 'read_back' }])
    await context.auditLog.append(store, events)
    return invalidations[0] ?? invalidation
  })
}

/** What reading the card of an unknown outcome proves; undefined when it proves nothing. */
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
    return outcome === 'no_effect' ? noEffect : readBackResult(outcome, read)
  } catch (error) {
    // A refusal to show the card proves nothing about the attempt.
    if (error instanceof CallError) return undefined
    throw error
  }
}
