import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import { dayOf, endOf } from './day.ts'
import { type DeskKey, sign } from './desk-key.ts'
import type { AuditEvent } from './event.ts'
import { canonical, checkpointMessage, eventHash, headMessage } from './message.ts'

/** What an append adds to one chain. */
export interface ChainAppend {
  readonly rows: readonly EventRow[]
  /** Of the last day, when these events begin a new one. */
  readonly checkpoint: CheckpointRow | undefined
  /** Not signed yet. */
  readonly head: ChainRow
}

/** Appends events to a chain. */
export function appendEvents(head: ChainRow, events: readonly AuditEvent[], now: number, key: DeskKey): ChainAppend {
  if (events.length === 0) return { rows: [], checkpoint: undefined, head }
  // A day with a checkpoint gets no more events, even if the clock that wrote the checkpoint was ahead of ours.
  const closed = head.sequence > 0 && head.checkpoint_sequence === head.sequence
  const time = closed ? Math.max(now, endOf(head.day)) : now
  const today = dayOf(time)
  const checkpoint = !closed && head.day !== '' && today > head.day ? checkpointOf(head, time, key) : undefined
  let { sequence, hash } = head
  const rows = events.map(({ brand_id, actor, action, facts }) => {
    const content = { brand_id, sequence: ++sequence, time, actor, action, facts: canonical(facts), previous_hash: hash }
    hash = eventHash(content)
    return { ...content, hash }
  })
  return {
    rows,
    checkpoint,
    head: { ...head, sequence, hash, day: later(today, head.day), checkpoint_sequence: checkpoint?.sequence ?? head.checkpoint_sequence },
  }
}

// Days only go forward, even when a clock goes back.
function later(today: string, day: string): string {
  return day < today ? today : day
}

/** Signs the last day of a chain. */
export function checkpointOf({ brand_id, day, sequence, hash }: ChainRow, time: number, key: DeskKey): CheckpointRow {
  const checkpoint = { brand_id, day, sequence, hash, time, key_id: key.key_id }
  return { ...checkpoint, signature: sign(key, checkpointMessage(checkpoint)) }
}

/** Signs a head. */
export function signedHead(head: ChainRow, key: DeskKey): ChainRow {
  const next = { ...head, key_id: key.key_id }
  return { ...next, signature: sign(key, headMessage(next)) }
}
