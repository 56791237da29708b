import { hash } from 'node:crypto'
import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import type { Fact } from './event.ts'

/** What stands for the hash before the first event of a chain. */
export const noHash = '0'.repeat(64)

/**
 * The form that everything hashed or signed takes. Each part in turn is written as the number of its bytes in UTF-8, a colon,
 * the part, a line feed; numbers are decimal. So no two lists of parts have the same text, and no language's JSON matters.
 *
 * The hash of an event is the lower-case hexadecimal SHA-256 of the form of
 * `event, brand_id, sequence, time, actor, action, facts, previous_hash`
 * with `facts` exactly as the text that the export gives, and 64 zeros before the first event. In Python:
 *
 * ```python
 * names = ['brand_id', 'sequence', 'time', 'actor', 'action', 'facts', 'previous_hash']
 * parts = [b'event'] + [str(event[name]).encode() for name in names]
 * hash = hashlib.sha256(b''.join(b'%d:%s\n' % (len(part), part) for part in parts)).hexdigest()
 * ```
 *
 * Signatures are Ed25519 over the form, in base64:
 * - a head: `head, brand_id, number, chains, sequence, hash, day, checkpoint_sequence, key_id`
 * - a checkpoint: `checkpoint, brand_id, day, sequence, hash, time, key_id`
 * - the prune point: `prune_point, brand_id, prune_sequence, prune_hash, prune_key_id`
 */
function form(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `${Buffer.byteLength(String(part))}:${part}\n`).join('')
}

/** The hash of an event's content and of the hash before it. */
export function eventHash({ brand_id, sequence, time, actor, action, facts, previous_hash }: Omit<EventRow, 'hash'>): string {
  return hash('sha256', form('event', brand_id, sequence, time, actor, action, facts, previous_hash))
}

/** What the signature of a head covers. */
export function headForm(head: Omit<ChainRow, 'signature'>): string {
  return form('head', head.brand_id, head.number, head.chains, head.sequence, head.hash, head.day, head.checkpoint_sequence, head.key_id)
}

/** What a checkpoint's signature covers. */
export function checkpointForm({ brand_id, day, sequence, hash, time, key_id }: Omit<CheckpointRow, 'signature'>): string {
  return form('checkpoint', brand_id, day, sequence, hash, time, key_id)
}

/** What the signature of a chain's beginning covers. */
export function prunePointForm({
  brand_id,
  prune_sequence,
  prune_hash,
  prune_key_id,
}: Pick<ChainRow, 'brand_id' | 'prune_sequence' | 'prune_hash' | 'prune_key_id'>): string {
  return form('prune_point', brand_id, prune_sequence, prune_hash, prune_key_id)
}

/** Canonical JSON, after RFC 8785: names in the order of their code units, no spaces. */
export function canonical(fact: Fact): string {
  if (typeof fact !== 'object' || fact === null) return JSON.stringify(fact)
  if (isList(fact)) return `[${fact.map(canonical).join(',')}]`
  const names = Object.entries(fact).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${names.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`).join(',')}}`
}

function isList(fact: Fact): fact is readonly Fact[] {
  return Array.isArray(fact)
}
