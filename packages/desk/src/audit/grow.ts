import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import { dayOf, endOf } from './day.ts'
import { type DeskKey, signed } from './desk-key.ts'
import type { AuditEvent } from './event.ts'
import { canonical, checkpointForm, eventHash, headForm } from './form.ts'

/** What an append adds to one chain. */
export interface Growth {
  readonly rows: readonly EventRow[]
  /** Of the day before, when these events begin a new one. */
  readonly seal: CheckpointRow | undefined
  /** Not signed yet. */
  readonly head: ChainRow
}

/** Puts events at the end of a chain. */
export function grow(head: ChainRow, events: readonly AuditEvent[], now: number, key: DeskKey): Growth {
  if (events.length === 0) return { rows: [], seal: undefined, head }
  // What is closed stays closed, even when another machine's clock that closed it was a little ahead of ours.
  const closed = head.sequence > 0 && head.checkpoint_sequence === head.sequence
  const time = closed ? Math.max(now, endOf(head.day)) : now
  const today = dayOf(time)
  const seal = !closed && head.day !== '' && today > head.day ? checkpointOf(head, time, key) : undefined
  let { sequence, hash } = head
  const rows = events.map(({ brand_id, actor, action, facts }) => {
    const content = { brand_id, sequence: ++sequence, time, actor, action, facts: canonical(facts), previous_hash: hash }
    hash = eventHash(content)
    return { ...content, hash }
  })
  return {
    rows,
    seal,
    head: { ...head, sequence, hash, day: later(today, head.day), checkpoint_sequence: seal?.sequence ?? head.checkpoint_sequence },
  }
}

// Days only go forward: a clock that is behind does not open one again.
function later(today: string, day: string): string {
  return day < today ? today : day
}

/** Signs the last day of a chain. */
export function checkpointOf({ brand_id, day, sequence, hash }: ChainRow, time: number, key: DeskKey): CheckpointRow {
  const seal = { brand_id, day, sequence, hash, time, key_id: key.key_id }
  return { ...seal, signature: signed(key, checkpointForm(seal)) }
}

/** Signs a head anew. */
export function signedHead(head: ChainRow, key: DeskKey): ChainRow {
  const next = { ...head, key_id: key.key_id }
  return { ...next, signature: signed(key, headForm(next)) }
}
