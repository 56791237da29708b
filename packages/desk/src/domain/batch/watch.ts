import { setTimeout as sleep } from 'node:timers/promises'
import type { BatchEvent, StreamEnd } from '../../contract/batch-events.ts'
import type { BatchView } from '../../contract/batch-view.ts'
import { allows } from '../../contract/permission.ts'
import type { Actor } from '../../staff/actor.ts'
import { type BatchRow, rowsChangedSince } from '../../store/batch-rows.ts'
import { type Batch, findBatch } from '../../store/batches.ts'
import { type Context, reading, secondsOf } from '../context.ts'
import { describeBatch } from './describe.ts'
import { viewRow } from './rows.ts'

const poll_ms = 1_000
/** At most so many rows at a time. */
export const rowsAtOnce = 100
// Another process may commit a row a moment after the second that the row names.
const overlap = 2

/** Who watches a batch, and for how long. */
export interface Watching {
  /** Stops: the desk closes, or nobody reads any more. */
  readonly signal: AbortSignal
  /** Who watches now; undefined when their session has ended. It does not count as use of the session. */
  readonly renew: () => Promise<Actor | undefined>
}

/**
 * Tells how a batch goes on, whichever process works on it: the batch whenever it changed, rows that began or ended, and why there is
 * nothing more.
 */
export async function* watchBatch(context: Context, found: Batch, { signal, renew }: Watching): AsyncGenerator<BatchEvent> {
  const end = (reason: StreamEnd) => ({ event: 'end', data: { reason } }) as const
  const rows = new ChangedRows(context, found)
  let told = ''
  for (;;) {
    if (signal.aborted) return yield end('desk_stops')
    const actor = await renew()
    if (actor === undefined) return yield end('signed_out')
    if (!allows(actor.grants, 'look_up', found.brand_id)) return yield end('not_permitted')
    const batch = await findBatch(reading(context), found.batch_id)
    if (batch === undefined) return yield end('batch_ended')
    const data = await rows.next()
    const view = await describeBatch(context, batch)
    const state = JSON.stringify({ ...view, ...moving })
    if (state !== told) yield { event: 'batch', data: view }
    told = state
    if (data.length > 0) yield { event: 'rows', data: { data: data.map((row) => viewRow(context, row)) } }
    if (isOver(view)) return yield end('batch_ended')
    await sleep(poll_ms, undefined, { signal }).catch(() => undefined)
  }
}

// These follow the clock, whether anything happens or not.
const moving = { seconds_left: undefined, expected_end: undefined }

function isOver({ state, counts }: BatchView): boolean {
  if (state === 'done' || state === 'failed') return true
  return state === 'cancelled' && counts.sending + counts.unknown === 0
}

/** The rows that changed between two looks. */
class ChangedRows {
  readonly #context: Context
  readonly #batch: Batch
  /** What was told of rows that may change again, or that the next look finds again, by line. */
  #told = new Map<number, string>()
  #since: number

  constructor(context: Context, batch: Batch) {
    this.#context = context
    this.#batch = batch
    this.#since = secondsOf(context.clock)
  }

  async next(): Promise<BatchRow[]> {
    const open = [...this.#told].flatMap(([line, state]) => (state === 'sending' ? [line] : []))
    const found = await rowsChangedSince(reading(this.#context), this.#batch, {
      since: this.#since - overlap,
      lines: open,
      limit: rowsAtOnce,
    })
    this.#since = found.reduce((last, { end_time }) => Math.max(last, Number(end_time ?? 0)), this.#since)
    const changed = found.filter(({ line, state }) => this.#told.get(line) !== state)
    this.#told = new Map(found.map(({ line, state }) => [line, state]))
    return changed
  }
}
