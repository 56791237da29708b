import { type Database, transact } from '@card-member/service/database'
import { sql } from 'kysely'
import { blockEvents } from './audit-card-blocks.ts'
import type { EventRow, TreeRow } from './audit-tables.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

/**
 * A row that may have been tampered with. Numbers are read as text: one may not be a number, or too large for the driver, and the
 * verification must not stop at it.
 */
type Untrusted<Row> = { readonly [Name in keyof Row]: string }

/** A tree at one time. */
export interface TreeSnapshot {
  readonly row: TreeRow | undefined
  /** The last event that is stored, whatever the tree says. */
  readonly last: string | undefined
  /** The numbers of some blocks of cards that such a tree does not have. */
  readonly stray_blocks: readonly string[]
}

const strayMost = 100
const size = sql.lit(blockEvents)

/** Every tree that has anything in the audit log, in order. */
export async function auditedTrees({ database }: Store): Promise<string[]> {
  const { rows } = await sql<{ tree: string }>`select tree from audit_trees union select distinct tree from audit_events
    union select distinct tree from audit_tiles order by tree`.execute(database)
  return rows.map(({ tree }) => tree)
}

const treeColumns = sql.raw(
  ['tree', 'frontier', 'key_id', 'signature']
    .concat(['size', 'first_index', 'time', 'checkpoint_size', 'checkpoint_time'].map((name) => `cast(${name} as text) as ${name}`))
    .join(', '),
)

/** All trees by name, in order. */
export async function listTrees({ database }: Store): Promise<Map<string, TreeRow>> {
  const { rows } = await sql<Untrusted<TreeRow>>`select ${treeColumns} from audit_trees order by tree`.execute(database)
  return new Map(rows.map((row) => [row.tree, treeOf(row)]))
}

/** Head and end of a tree, both at the same time. */
export function readTree(database: Database<Schema>, tree: string): Promise<TreeSnapshot> {
  return transact(
    database,
    async ({ database: transaction }) => {
      const trees = await sql<Untrusted<TreeRow>>`select ${treeColumns} from audit_trees where tree = ${tree}`.execute(transaction)
      const ends = await sql<{ last: string | null }>`
        select cast(max("index") as text) as last from audit_events where tree = ${tree}`.execute(transaction)
      const strays = await sql<{ number: string }>`
        select cast(number as text) as number from audit_card_blocks cross join audit_trees
        where audit_card_blocks.tree = ${tree} and audit_trees.tree = ${tree} and not (
          number * ${size} >= first_index and (number + 1) * ${size} <= size and number = cast(number as bigint)
        ) order by number limit ${strayMost}`.execute(transaction)
      return {
        row: trees.rows.map(treeOf)[0],
        last: ends.rows[0]?.last ?? undefined,
        stray_blocks: strays.rows.map(({ number }) => number),
      }
    },
    { oneMoment: true },
  )
}

const pageSize = 4000

/** Events of a tree in order, page by page: those after one index, up to another. */
export async function* eventPages(
  { database }: Store,
  tree: string,
  range: { readonly after?: string; readonly through: string },
): AsyncGenerator<EventRow[]> {
  let after = range.after
  while (true) {
    const { rows } = await sql<Untrusted<EventRow>>`
      select tree, cast("index" as text) as "index", cast(time as text) as time, actor, action, facts, leaf_hash
      from audit_events where tree = ${tree} and audit_events."index" <= ${range.through}
        ${after === undefined ? sql`` : sql`and audit_events."index" > ${after}`}
      order by audit_events."index" limit ${pageSize}`.execute(database)
    if (rows.length > 0) yield rows.map((row) => ({ ...row, index: exact(row.index), time: exact(row.time) }))
    after = rows.at(-1)?.index
    if (rows.length < pageSize) return
  }
}

const treeOf = (row: Untrusted<TreeRow>): TreeRow => ({
  ...row,
  size: exact(row.size),
  first_index: exact(row.first_index),
  time: exact(row.time),
  checkpoint_size: exact(row.checkpoint_size),
  checkpoint_time: exact(row.checkpoint_time),
})

function exact(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : Number.NaN
}
