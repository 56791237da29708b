import type { Database } from '@card-member/service/database'
import { auditedTrees, eventPages, readTree } from '../store/audit-reading.ts'
import { findLog } from '../store/audit-trees.ts'
import type { Schema } from '../store/schema.ts'
import { deskTree } from './entry.ts'
import { writeLine } from './export-line.ts'
import { writeFrontier } from './frontier.ts'
import { HashesMissing, TreeReader } from './tree-reader.ts'

/** What to export. */
export interface ExportOptions {
  /** Only this tree. */
  readonly tree?: string
}

/**
 * The audit log as JSON lines, which `verifyExport` verifies. Tree by tree, the desk's own first, which names the others: a line of
 * kind `tree`, each `event` in order. A line has the columns of its row; `facts` is the text that was hashed.
 */
export async function* exportAuditLog(database: Database<Schema>, { tree }: ExportOptions = {}): AsyncGenerator<string> {
  const store = { kind: database.kind, database: database.read }
  const desk_id = (await findLog(store))?.desk_id ?? ''
  if (tree !== undefined) return yield* exportTree(database, desk_id, tree)
  yield* exportTree(database, desk_id, deskTree)
  for (const other of await auditedTrees(store)) if (other !== deskTree) yield* exportTree(database, desk_id, other)
}

async function* exportTree(database: Database<Schema>, desk_id: string, tree: string): AsyncGenerator<string> {
  const store = { kind: database.kind, database: database.read }
  const { row, last } = await readTree(database, tree)
  if (row !== undefined) {
    const first_frontier = await new TreeReader(store, tree).frontierAt(row.first_index).then(writeFrontier, (error: unknown) => {
      if (error instanceof HashesMissing) return ''
      throw error
    })
    yield writeLine({ kind: 'tree', desk_id, ...row, first_frontier })
  }
  if (last === undefined) return
  const through = row === undefined || Number(last) < row.size ? last : String(row.size - 1)
  for await (const page of eventPages(store, tree, { through })) for (const event of page) yield writeLine({ kind: 'event', ...event })
}
