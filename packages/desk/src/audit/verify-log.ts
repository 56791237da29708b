import type { Database } from '@card-member/service/database'
import { auditedBrands, chainNumbers, eventPages, readChain } from '../store/audit-reading.ts'
import type { Schema } from '../store/schema.ts'
import { ChainCheck } from './chain-check.ts'
import type { PublicKeys } from './desk-key.ts'
import { compareWithExport } from './export-comparison.ts'
import { Findings } from './findings.ts'
import { type AuditCounts, type AuditReport, checkChainNumbers, makeReport } from './report.ts'

/** What to verify. */
export interface VerifyOptions {
  /** Only this brand's chain. */
  readonly brand_id?: string
  /** An earlier export: a file, or its text in pieces. Only with it a rollback of the whole database is found. */
  readonly against?: string | AsyncIterable<string | Uint8Array>
}

/** Verifies the log page by page and finds events that were changed, removed, inserted or reordered. */
export async function verifyAuditLog(database: Database<Schema>, keys: PublicKeys, options: VerifyOptions = {}): Promise<AuditReport> {
  const store = { kind: database.kind, database: database.read }
  const findings = new Findings()
  const counts = { chains: 0, events: 0, checkpoints: 0 }
  if (options.brand_id === undefined) {
    const { numbers, chains } = await chainNumbers(store)
    checkChainNumbers(numbers, chains, findings)
    if (numbers.length > chains && !findings.has('chain_missing')) findings.add('chain_missing', { brand_id: '', sequence: 0 })
  }
  const brands = options.brand_id === undefined ? await auditedBrands(store) : [options.brand_id]
  for (const brand_id of brands) await verifyChain(database, keys, brand_id, findings, counts)
  if (options.against !== undefined) await compareWithExport(store, options.against, findings, options.brand_id)
  return makeReport(findings, counts)
}

async function verifyChain(
  database: Database<Schema>,
  keys: PublicKeys,
  brand_id: string,
  findings: Findings,
  counts: AuditCounts,
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
  // A purge at the same time removed events that this head covers.
  const now = await readChain(database, brand_id)
  if (!Object.is(now.head?.prune_sequence, head?.prune_sequence)) return verifyChain(database, keys, brand_id, findings, counts)
  findings.addAll(found)
  counts.chains++
  counts.events += events
  counts.checkpoints += checkpoints.length
}
