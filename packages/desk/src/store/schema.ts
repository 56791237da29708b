import type { PeopleTables } from './people-tables.ts'
import type { RecordTables } from './record-tables.ts'

/** Every table of the desk. Times are Unix seconds; every key begins with `brand_id` where a row belongs to a brand. */
export interface Schema extends PeopleTables, RecordTables {}
