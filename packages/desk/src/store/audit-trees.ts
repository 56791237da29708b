import { rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { AuditLogRow, TreeRow } from './audit-tables.ts'
import type { Store } from './store.ts'

const keyColumns = { tree: 'text' } as const
const treeColumns = {
  ...keyColumns,
  size: 'bigint',
  first_index: 'bigint',
  frontier: 'text',
  time: 'bigint',
  key_id: 'text',
  signature: 'text',
  checkpoint_size: 'bigint',
  checkpoint_time: 'bigint',
} as const

/** The desk's id and host; undefined when somebody deleted them. */
export function findLog({ database }: Store): Promise<AuditLogRow | undefined> {
  return database.selectFrom('audit_log').selectAll().executeTakeFirst()
}

/** Sets the host of all origins, unless it is set. */
export async function setHost({ database }: Store, host: string): Promise<void> {
  await database.updateTable('audit_log').set({ host }).where('host', 'is', null).execute()
}

/** Reads trees and locks them until the transaction ends, always in the order of their names. */
export async function lockTrees({ kind, database }: Store, trees: readonly string[]): Promise<TreeRow[]> {
  const keys = trees.map((tree) => ({ tree }))
  const { rows } = await sql<TreeRow>`
    select audit_trees.* from ${rowSet(kind, keyColumns, keys)} cross join audit_trees where audit_trees.tree = given.tree
    order by audit_trees.tree ${kind === 'postgres' ? sql`for update of audit_trees` : sql``}`.execute(database)
  return rows
}

/** Inserts empty trees where there are none. It waits for other processes that insert them. */
export async function addTrees({ kind, database }: Store, trees: readonly string[], time: number): Promise<void> {
  const keys = trees.map((tree) => ({ tree }))
  await sql`
    insert into audit_trees (tree, size, first_index, frontier, time, key_id, signature, checkpoint_size, checkpoint_time)
    select tree, 0, 0, '', cast(${time} as bigint), '', '', 0, cast(${time} as bigint) from ${rowSet(kind, keyColumns, keys)} where true
    order by tree on conflict (tree) do nothing`.execute(database)
}

/** Updates trees, in one statement. */
export async function updateTrees({ kind, database }: Store, trees: readonly TreeRow[]): Promise<void> {
  if (trees.length === 0) return
  const names = Object.keys(treeColumns).filter((name) => name !== 'tree')
  const changes = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`given.${name}`)}`)
  await sql`update audit_trees set ${sql.join(changes)} from ${rowSet(kind, treeColumns, trees)}
    where audit_trees.tree = given.tree`.execute(database)
}

/** Trees with events that no checkpoint covers. */
export function uncoveredTrees({ database }: Store): Promise<TreeRow[]> {
  return database.selectFrom('audit_trees').selectAll().whereRef('checkpoint_size', '<', 'size').orderBy('tree').execute()
}

/** Stores up to where the checkpoints of a tree reach. */
export async function coverTree({ database }: Store, tree: string, size: number, time: number): Promise<void> {
  await database.updateTable('audit_trees').set({ checkpoint_size: size, checkpoint_time: time }).where('tree', '=', tree).execute()
}
