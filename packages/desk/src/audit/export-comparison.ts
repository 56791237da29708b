import { eventHashes } from '../store/audit-events.ts'
import { prunePointsOf } from '../store/audit-heads.ts'
import type { Store } from '../store/store.ts'
import { parseLine } from './export-line.ts'
import type { Findings } from './findings.ts'
import { linesOf } from './lines.ts'

interface ExportedEvent {
  readonly brand_id: string
  readonly sequence: number
  readonly hash: string
}

const pageSize = 2000

/** Finds the events of an earlier export that are missing or differ, and were not purged. */
export async function compareWithExport(
  store: Store,
  source: string | AsyncIterable<string | Uint8Array>,
  findings: Findings,
  brand_id: string | undefined,
): Promise<void> {
  let exported: ExportedEvent[] = []
  let number = 0
  for await (const line of linesOf(source)) {
    number++
    const parsed = parseLine(line)
    if (parsed === undefined) findings.add('unreadable', { brand_id: '', sequence: number })
    else if (parsed.kind === 'event' && (brand_id ?? parsed.brand_id) === parsed.brand_id) exported.push(parsed)
    if (exported.length < pageSize) continue
    await compare(store, exported, findings)
    exported = []
  }
  await compare(store, exported, findings)
}

async function compare(store: Store, exported: readonly ExportedEvent[], findings: Findings): Promise<void> {
  const key = ({ brand_id, sequence }: Pick<ExportedEvent, 'brand_id' | 'sequence'>) => `${sequence} ${brand_id}`
  const stored = new Map((await eventHashes(store, exported)).map((row) => [key(row), row.hash]))
  const missing = exported.filter((event) => stored.get(key(event)) !== event.hash)
  if (missing.length === 0) return
  const prunePoints = new Map(
    (await prunePointsOf(store, [...new Set(missing.map((event) => event.brand_id))])).map((point) => [point.brand_id, point]),
  )
  for (const { brand_id, sequence, hash } of missing) {
    const point = prunePoints.get(brand_id)
    const isPurged =
      point !== undefined && (sequence < point.prune_sequence || (sequence === point.prune_sequence && hash === point.prune_hash))
    if (!isPurged) findings.add('differs_from_export', { brand_id, sequence })
  }
}
