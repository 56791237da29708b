import { hash } from 'node:crypto'
import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import type { Fact } from './event.ts'

/** The `previous_hash` of the first event of a chain. */
export const firstPreviousHash = '0'.repeat(64)

/**
 * Encodes what is hashed or signed. Each part is written as the number of its bytes in UTF-8, a colon, the part, and a line feed;
 * numbers are decimal. So two different lists of parts never have the same bytes, and no JSON library matters.
 *
 * The hash of an event is the lower-case hexadecimal SHA-256 of the encoding of
 * `event, brand_id, sequence, time, actor, action, facts, previous_hash`
 * with `facts` exactly as the text in the export, and 64 zeros before the first event. In Python:
 *
 * ```python
 * names = ['brand_id', 'sequence', 'time', 'actor', 'action', 'facts', 'previous_hash']
 * parts = [b'event'] + [str(event[name]).encode() for name in names]
 * hash = hashlib.sha256(b''.join(b'%d:%s\n' % (len(part), part) for part in parts)).hexdigest()
 * ```
 *
 * Signatures are Ed25519 over the encoding, in base64:
 * - a head: `head, brand_id, number, chains, sequence, hash, day, checkpoint_sequence, key_id`
 * - a checkpoint: `checkpoint, brand_id, day, sequence, hash, time, key_id`
 * - a prune point: `prune_point, brand_id, prune_sequence, prune_hash, prune_key_id`
 */
function encode(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `${Buffer.byteLength(String(part))}:${part}\n`).join('')
}

/** The hash of an event: of its content and of the previous hash. */
export function eventHash({ brand_id, sequence, time, actor, action, facts, previous_hash }: Omit<EventRow, 'hash'>): string {
  return hash('sha256', encode('event', brand_id, sequence, time, actor, action, facts, previous_hash))
}

/** What the signature of a head covers. */
export function headMessage(head: Omit<ChainRow, 'signature'>): string {
  return encode('head', head.brand_id, head.number, head.chains, head.sequence, head.hash, head.day, head.checkpoint_sequence, head.key_id)
}

/** What the signature of a checkpoint covers. */
export function checkpointMessage({ brand_id, day, sequence, hash, time, key_id }: Omit<CheckpointRow, 'signature'>): string {
  return encode('checkpoint', brand_id, day, sequence, hash, time, key_id)
}

/** What the signature of a prune point covers. */
export function prunePointMessage({
  brand_id,
  prune_sequence,
  prune_hash,
  prune_key_id,
}: Pick<ChainRow, 'brand_id' | 'prune_sequence' | 'prune_hash' | 'prune_key_id'>): string {
  return encode('prune_point', brand_id, prune_sequence, prune_hash, prune_key_id)
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
