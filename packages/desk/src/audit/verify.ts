import type { Database } from '@card-member/service/database'
import { auditedBrands, chainNumbers, eventPages, readChain } from '../store/audit-reading.ts'
import type { Schema } from '../store/schema.ts'
import { compareWithExport } from './against.ts'
import { ChainCheck } from './chain-check.ts'
import type { PublicKeys } from './desk-key.ts'
import { Findings } from './findings.ts'
import { type AuditReport, type Counts, checkNumbers, report } from './report.ts'

/** What to verify. */
export interface VerifyOptions {
  /** Only this brand's chain. */
  readonly brand_id?: string
  /** An earlier export: a file, or its text in pieces. It finds what nothing inside can show: a database rolled back as a whole. */
  readonly against?: string | AsyncIterable<string | Uint8Array>
}

/** Recomputes the whole record, page by page, and finds what was changed, taken away, put in or put in another order. */
export async function verifyAuditLog(database: Database<Schema>, keys: PublicKeys, options: VerifyOptions = {}): Promise<AuditReport> {
  const store = { kind: database.kind, database: database.read }
  const findings = new Findings()
  const counts = { chains: 0, events: 0, checkpoints: 0 }
  if (options.brand_id === undefined) {
    const { numbers, chains } = await chainNumbers(store)
    checkNumbers(numbers, chains, findings)
    if (numbers.length > chains && !findings.has('chain_missing')) findings.add('chain_missing', { brand_id: '', sequence: 0 })
  }
  const brands = options.brand_id === undefined ? await auditedBrands(store) : [options.brand_id]
  for (const brand_id of brands) await verifyChain(database, keys, brand_id, findings, counts)
  if (options.against !== undefined) await compareWithExport(store, options.against, findings, options.brand_id)
  return report(findings, counts)
}

async function verifyChain(
  database: Database<Schema>,
  keys: PublicKeys,
  brand_id: string,
  findings: Findings,
  counts: Counts,
): Promise<void> {
  const { head, checkpoints, last } = await readChain(database, brand_id)
  if (head === undefined && checkpoints.length === 0 && last === undefined) return
  const found = new Findings()
  const state = { brand_id, head, checkpoints, from_sequence: head?.prune_sequence ?? 0, to_sequence: head?.sequence ?? 0 }
  const check = new ChainCheck(state, keys, found)
  let events = 0
  if (last !== undefined)
    for await (const page of eventPages({ kind: database.kind, database: database.read }, brand_id, { through: last })) {
      for (const row of page) check.event(row)
      events += page.length
    }
  check.end()
  // A purge that came in between has taken away what the head was read with.
  const now = await readChain(database, brand_id)
  if (!Object.is(now.head?.prune_sequence, head?.prune_sequence)) return verifyChain(database, keys, brand_id, findings, counts)
  findings.addAll(found)
  counts.chains++
  counts.events += events
  counts.checkpoints += checkpoints.length
}
