import type { Database } from '@card-member/service/database'
import { auditedBrands, type ChainSnapshot, eventPages, readChain } from '../store/audit-reading.ts'
import type { Schema } from '../store/schema.ts'
import { dayOf } from './day.ts'
import { writeLine } from './export-line.ts'

/** What to export. */
export interface ExportOptions {
  /** Only this brand's chain. */
  readonly brand_id?: string
  /** Unix seconds. Whole days by Beijing time are exported, so that both ends are signed. */
  readonly from?: number
  readonly to?: number
}

/**
 * The audit log as JSON lines, which `verifyExport` verifies. Chain by chain, that of the desk as a whole first: a line of kind `head`,
 * each `checkpoint`, each `event` in order. A line has the columns of its row; `facts` is the text that was hashed. The events after
 * `from_sequence` of the head follow, up to `to_sequence`.
 */
export async function* exportAuditLog(database: Database<Schema>, options: ExportOptions = {}): AsyncGenerator<string> {
  const store = { kind: database.kind, database: database.read }
  if (options.brand_id !== undefined) return yield* exportChain(database, options.brand_id, options)
  // The chain of the desk as a whole counts the others, so it is read before they are listed.
  yield* exportChain(database, '', options)
  for (const brand_id of await auditedBrands(store)) if (brand_id !== '') yield* exportChain(database, brand_id, options)
}

async function* exportChain(database: Database<Schema>, brand_id: string, options: ExportOptions): AsyncGenerator<string> {
  const chain = await readChain(database, brand_id)
  const { from_sequence, to_sequence } = rangeOf(chain, options)
  if (chain.head) yield writeLine({ kind: 'head', ...chain.head, from_sequence, to_sequence })
  for (const checkpoint of chain.checkpoints)
    if (checkpoint.sequence >= from_sequence && checkpoint.sequence <= to_sequence) yield writeLine({ kind: 'checkpoint', ...checkpoint })
  const range = { after: String(from_sequence), through: String(to_sequence) }
  for await (const page of eventPages({ kind: database.kind, database: database.read }, brand_id, range))
    for (const row of page) yield writeLine({ kind: 'event', ...row })
}

/** From the last checkpoint before the first day to the first checkpoint that covers the last one. */
function rangeOf({ head, checkpoints, last }: ChainSnapshot, { from, to }: ExportOptions): { from_sequence: number; to_sequence: number } {
  const begin = head?.prune_sequence ?? 0
  const end = head?.sequence ?? Number(last ?? 0)
  const before = from === undefined ? undefined : checkpoints.findLast(({ day }) => day < dayOf(from))
  const from_sequence = Math.max(begin, before?.sequence ?? begin)
  const covering = to === undefined ? undefined : checkpoints.find(({ day }) => day >= dayOf(to))
  return { from_sequence, to_sequence: Math.max(from_sequence, covering?.sequence ?? end) }
}
