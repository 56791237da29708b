import { isRecord } from '@card-member/sdk/contract'
import { isTable, type SnapshotRow } from '../store/snapshot.ts'

const head = { format: 'card-member sandbox', version: 1 } as const

/** Writes a snapshot: a header line, then one line of JSON per row. */
export function writeSnapshot(rows: readonly SnapshotRow[]): string {
  return [head, ...rows].map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Reads a snapshot; returns a text that says what is wrong in which line. */
export function parseSnapshot(text: string): SnapshotRow[] | string {
  const lines = text.split('\n').filter((line) => line !== '')
  const first = parse(lines[0] ?? '')
  if (!isRecord(first) || first.format !== head.format) return 'line 1 does not say that this is a snapshot of a sandbox'
  if (first.version !== head.version) return `line 1 names version ${String(first.version)}; version ${head.version} can be read`
  const rows: SnapshotRow[] = []
  for (const [index, line] of lines.slice(1).entries()) {
    const value = parse(line)
    if (!isRecord(value) || !isTable(value.table) || !isRecord(value.row)) return `line ${index + 2} is not a row of a known table`
    rows.push({ table: value.table, row: value.row })
  }
  return rows
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
