/** The append-only record. */
export interface RecordTables {}
