import type { BatchesTable, BatchRowsTable } from './batch-tables.ts'
import type { CallsTable, DaysTable, ProcessesTable, RatesTable, SettingsTable } from './call-tables.ts'
import type { ConsentsTable, EvidenceTable, NoticesTable } from './consent-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { RecordTables } from './record-tables.ts'

/** Every table of the desk. Times are Unix seconds; every key begins with `brand_id` where a row belongs to a brand. */
export interface Schema extends PeopleTables, RecordTables {
  notices: NoticesTable
  consents: ConsentsTable
  evidence: EvidenceTable
  calls: CallsTable
  days: DaysTable
  rates: RatesTable
  processes: ProcessesTable
  settings: SettingsTable
  batches: BatchesTable
  batch_rows: BatchRowsTable
}
