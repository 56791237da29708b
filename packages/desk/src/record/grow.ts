import type { ChainRow, EntryRow, SealRow } from '../store/record-tables.ts'
import { dayOf, endOf } from './day.ts'
import { type DeskKey, signed } from './desk-key.ts'
import type { Entry } from './entry.ts'
import { canonical, entryHash, headForm, sealForm } from './form.ts'

/** What an append adds to one chain. */
export interface Growth {
  readonly rows: readonly EntryRow[]
  /** Of the day before, when these entries begin a new one. */
  readonly seal: SealRow | undefined
  /** Not signed yet. */
  readonly head: ChainRow
}

/** Puts entries at the end of a chain. */
export function grow(head: ChainRow, entries: readonly Entry[], now: number, key: DeskKey): Growth {
  if (entries.length === 0) return { rows: [], seal: undefined, head }
  // What is sealed stays closed, even when another machine's clock that sealed it was a little ahead of ours.
  const closed = head.sequence > 0 && head.sealed_sequence === head.sequence
  const time = closed ? Math.max(now, endOf(head.day)) : now
  const today = dayOf(time)
  const seal = !closed && head.day !== '' && today > head.day ? sealOf(head, time, key) : undefined
  let { sequence, hash } = head
  const rows = entries.map(({ brand_id, actor, action, facts }) => {
    const content = { brand_id, sequence: ++sequence, time, actor, action, facts: canonical(facts), previous_hash: hash }
    hash = entryHash(content)
    return { ...content, hash }
  })
  return {
    rows,
    seal,
    head: { ...head, sequence, hash, day: later(today, head.day), sealed_sequence: seal?.sequence ?? head.sealed_sequence },
  }
}

// Days only go forward: a clock that is behind does not open one again.
function later(today: string, day: string): string {
  return day < today ? today : day
}

/** Signs the last day of a chain. */
export function sealOf({ brand_id, day, sequence, hash }: ChainRow, time: number, key: DeskKey): SealRow {
  const seal = { brand_id, day, sequence, hash, time, key_id: key.key_id }
  return { ...seal, signature: signed(key, sealForm(seal)) }
}

/** Signs a head anew. */
export function signedHead(head: ChainRow, key: DeskKey): ChainRow {
  const next = { ...head, key_id: key.key_id }
  return { ...next, signature: signed(key, headForm(next)) }
}
