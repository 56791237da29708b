import { hash } from 'node:crypto'
import type { EventRow } from '../store/audit-tables.ts'

/** The tree of the desk as a whole. No brand has this id: theirs are digits. */
export const deskTree = 'desk'

/** The tree that events of a brand go to; an empty brand is the desk as a whole. */
export function treeOf(brand_id: string): string {
  return brand_id === '' ? deskTree : brand_id
}

/** The id of an event: its tree and its index there. */
export function eventId(tree: string, index: number): string {
  return `${tree}/${index}`
}

/**
 * The entry of an event: canonical JSON (RFC 8785) of `action, actor, event_id, facts, time`, as UTF-8. `time` is Unix seconds. The
 * columns of its row give the same bytes again.
 */
export function entryOf({ tree, index, time, actor, action, facts }: Omit<EventRow, 'leaf_hash'>): string {
  const id = JSON.stringify(eventId(tree, index))
  return `{"action":${JSON.stringify(action)},"actor":${JSON.stringify(actor)},"event_id":${id},"facts":${facts},"time":${JSON.stringify(time)}}`
}

/** The leaf hash of an event in base64: `SHA-256(0x00 ‖ entry)`. */
export function leafHashOf(event: Omit<EventRow, 'leaf_hash'>): string {
  return leafOf(event).toString('base64')
}

/** The same as bytes. */
export function leafOf(event: Omit<EventRow, 'leaf_hash'>): Buffer {
  return hash('sha256', `\0${entryOf(event)}`, 'buffer')
}

/** The tree and index of an event id; undefined when it is none. */
export function parseEventId(text: string): { readonly tree: string; readonly index: number } | undefined {
  const [, tree, index] = /^([0-9A-Za-z_-]{1,64})\/(0|[1-9]\d{0,15})$/.exec(text) ?? []
  const number = Number(index)
  return tree === undefined || !Number.isSafeInteger(number) ? undefined : { tree, index: number }
}
