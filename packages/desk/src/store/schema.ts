import type { BatchesTable, BatchRowsTable, BatchStepsTable } from './batch-tables.ts'
import type { CallsTable, DaysTable, ProcessesTable, RatesTable, SettingsTable } from './call-tables.ts'
import type { ConsentsTable, EvidenceTable, NoticesTable, WithdrawalsTable } from './consent-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { RecordTables } from './record-tables.ts'

/** Every table of the desk. Times are Unix seconds; every key begins with `brand_id` where a row belongs to a brand. */
export interface Schema extends PeopleTables, RecordTables {
  notices: NoticesTable
  consents: ConsentsTable
  withdrawals: WithdrawalsTable
  evidence: EvidenceTable
  calls: CallsTable
  days: DaysTable
  rates: RatesTable
  processes: ProcessesTable
  settings: SettingsTable
  batches: BatchesTable
  batch_rows: BatchRowsTable
  batch_steps: BatchStepsTable
}

// A record, so that a table that is not listed here is a mistake of types.
const everyTable: Record<keyof Schema, true> = {
  people: true,
  accounts: true,
  sessions: true,
  grants: true,
  sign_in_failures: true,
  sign_in_places: true,
  set_up_links: true,
  entries: true,
  chains: true,
  seals: true,
  notices: true,
  consents: true,
  withdrawals: true,
  evidence: true,
  calls: true,
  days: true,
  rates: true,
  processes: true,
  settings: true,
  batches: true,
  batch_rows: true,
  batch_steps: true,
}

/** The names of all tables. */
export const tables = Object.keys(everyTable)
