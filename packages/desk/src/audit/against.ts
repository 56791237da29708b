import { eventHashes } from '../store/audit-events.ts'
import { heldPrunePoints } from '../store/audit-heads.ts'
import type { Store } from '../store/store.ts'
import { parseLine } from './export-line.ts'
import type { Findings } from './findings.ts'
import { linesOf } from './lines.ts'

interface Held {
  readonly brand_id: string
  readonly sequence: number
  readonly hash: string
}

const pageSize = 2000

/** Looks whether everything in an earlier export is still there, unless it was purged since. */
export async function compareWithExport(
  store: Store,
  source: string | AsyncIterable<string | Uint8Array>,
  findings: Findings,
  brand_id: string | undefined,
): Promise<void> {
  let held: Held[] = []
  let number = 0
  for await (const line of linesOf(source)) {
    number++
    const parsed = parseLine(line)
    if (parsed === undefined) findings.add('unreadable', { brand_id: '', sequence: number })
    else if (parsed.kind === 'event' && (brand_id ?? parsed.brand_id) === parsed.brand_id) held.push(parsed)
    if (held.length < pageSize) continue
    await compare(store, held, findings)
    held = []
  }
  await compare(store, held, findings)
}

async function compare(store: Store, held: readonly Held[], findings: Findings): Promise<void> {
  const key = ({ brand_id, sequence }: Pick<Held, 'brand_id' | 'sequence'>) => `${sequence} ${brand_id}`
  const stored = new Map((await eventHashes(store, held)).map((row) => [key(row), row.hash]))
  const missing = held.filter((event) => stored.get(key(event)) !== event.hash)
  if (missing.length === 0) return
  const bases = new Map(
    (await heldPrunePoints(store, [...new Set(missing.map((event) => event.brand_id))])).map((base) => [base.brand_id, base]),
  )
  for (const { brand_id, sequence, hash } of missing) {
    const base = bases.get(brand_id)
    const purged = base !== undefined && sequence <= base.prune_sequence && (sequence < base.prune_sequence || hash === base.prune_hash)
    if (!purged) findings.add('differs_from_export', { brand_id, sequence })
  }
}
