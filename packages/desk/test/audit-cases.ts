import { leafHashOf } from '../src/audit/entry.ts'
import { writeFrontier } from '../src/audit/frontier.ts'
import { signedHead } from '../src/audit/head.ts'
import { appendLeaves } from '../src/audit/merkle.ts'
import type { EventRow } from '../src/store/audit-tables.ts'
import type { AuditFixture } from './fixtures/audit-log.ts'

/** The tree that is tampered with. */
export const at = { tree: '1004' }
/** The beginning of a condition on its events. */
export const ofTree = `tree = '1004' and "index"`

/** One event, with a content and a hash that fit each other. */
export async function rewritten(made: AuditFixture, index: number, changes: Partial<EventRow>): Promise<EventRow> {
  const row = await made.database.read
    .selectFrom('audit_events')
    .selectAll()
    .where('tree', '=', '1004')
    .where('index', '=', index)
    .executeTakeFirstOrThrow()
  const content = { ...row, ...changes }
  return { ...content, leaf_hash: leafHashOf(content) }
}

/** Puts an event in the place of the one with its index. */
export const put = async (made: AuditFixture, row: EventRow) => {
  await made.rows(`delete from audit_events where ${ofTree} = ${row.index}`)
  await made.database.write.insertInto('audit_events').values(row).execute()
}

/** Makes the tree's state fit its events again and signs it, as only who has the desk's key can. */
export async function resign(made: AuditFixture): Promise<void> {
  const events = await made.database.read.selectFrom('audit_events').selectAll().where('tree', '=', '1004').orderBy('index').execute()
  const leaves = events.map(({ leaf_hash }) => Buffer.from(leaf_hash, 'base64'))
  const frontier = appendLeaves({ size: 0, hashes: [] }, leaves)
  const tree = await made.database.read.selectFrom('audit_trees').selectAll().where('tree', '=', '1004').executeTakeFirstOrThrow()
  const { desk_id } = await made.database.read.selectFrom('audit_log').selectAll().executeTakeFirstOrThrow()
  const row = signedHead({ ...tree, size: frontier.size, frontier: writeFrontier(frontier) }, desk_id, made.key)
  await made.database.write.updateTable('audit_trees').set(row).where('tree', '=', '1004').execute()
}

/** Tampering with an audit log, and the findings. */
interface Case {
  readonly name: string
  tamper(made: AuditFixture): Promise<unknown>
  readonly found: readonly object[]
}

const sql =
  (...statements: string[]) =>
  async (made: AuditFixture) => {
    for (const statement of statements) await made.rows(statement)
  }

/** What somebody may try who can write the database. The first five events are of a day with a checkpoint. */
export const cases: readonly Case[] = [
  {
    name: 'a fact is changed',
    tamper: sql(`update audit_events set facts = replace(facts, '5665', '5666') where ${ofTree} = 3`),
    found: [{ ...at, index: 3, kind: 'changed' }],
  },
  {
    name: 'a hash is changed',
    tamper: sql(`update audit_events set leaf_hash = '${'A'.repeat(43)}=' where ${ofTree} = 4`),
    found: [
      { ...at, size: 5, subject: 'desk/1', kind: 'checkpoint_wrong' },
      { ...at, index: 4, kind: 'changed' },
    ],
  },
  {
    name: 'an event is changed and hashed anew',
    tamper: async (made) => put(made, await rewritten(made, 3, { actor: 'person_2' })),
    found: [
      { ...at, size: 5, subject: 'desk/1', kind: 'checkpoint_wrong' },
      { ...at, size: 10, kind: 'head_differs' },
    ],
  },
  {
    name: 'the last event is changed and hashed anew',
    tamper: async (made) => put(made, await rewritten(made, 9, { actor: 'person_2' })),
    found: [
      { ...at, size: 10, subject: 'desk/2', kind: 'checkpoint_wrong' },
      { ...at, size: 10, kind: 'head_differs' },
    ],
  },
  {
    name: 'an event is changed, and the tree is signed anew with the key',
    tamper: async (made) => {
      await put(made, await rewritten(made, 3, { actor: 'person_2' }))
      await resign(made)
    },
    found: [{ ...at, size: 5, subject: 'desk/1', kind: 'checkpoint_wrong' }],
  },
  {
    name: 'the tail is cut off, and the tree is signed anew with the key',
    tamper: async (made) => {
      await made.rows(`delete from audit_events where ${ofTree} >= 4`)
      await resign(made)
    },
    found: [{ ...at, size: 5, subject: 'desk/1', kind: 'rolled_back' }],
  },
  {
    name: 'events in the middle are deleted',
    tamper: sql(`delete from audit_events where ${ofTree} in (3, 4, 8)`),
    found: [
      { ...at, index: 3, through: 4, kind: 'gap' },
      { ...at, index: 8, kind: 'gap' },
    ],
  },
  {
    name: 'the first event is deleted',
    tamper: sql(`delete from audit_events where ${ofTree} = 0`),
    found: [{ ...at, index: 0, kind: 'gap' }],
  },
  {
    name: 'an event is inserted after the end',
    tamper: async (made) => put(made, await rewritten(made, 9, { index: 10 })),
    found: [{ ...at, index: 10, kind: 'inserted' }],
  },
  {
    name: 'events are inserted before the first',
    tamper: async (made) => {
      for (const index of [-1, -5]) await put(made, await rewritten(made, 0, { index }))
    },
    found: [
      { ...at, index: -5, kind: 'inserted' },
      { ...at, index: -1, kind: 'inserted' },
    ],
  },
  {
    name: 'an event is inserted in the middle and the rest moved on',
    tamper: async (made) => {
      const forged = await rewritten(made, 7, { actor: 'person_2' })
      await made.rows(`update audit_events set "index" = "index" + 100 where ${ofTree} >= 7`)
      await made.rows(`update audit_events set "index" = "index" - 99 where ${ofTree} > 100`)
      await put(made, forged)
    },
    found: [
      { ...at, size: 10, subject: 'desk/2', kind: 'checkpoint_wrong' },
      { ...at, index: 8, through: 9, kind: 'changed' },
      { ...at, index: 10, kind: 'inserted' },
    ],
  },
  {
    name: 'two events are swapped',
    tamper: sql(
      `update audit_events set "index" = 99 where ${ofTree} = 7`,
      `update audit_events set "index" = 7 where ${ofTree} = 8`,
      `update audit_events set "index" = 8 where ${ofTree} = 99`,
    ),
    found: [
      { ...at, size: 10, subject: 'desk/2', kind: 'checkpoint_wrong' },
      { ...at, index: 7, through: 8, kind: 'changed' },
    ],
  },
  {
    name: 'an event moves to another brand',
    tamper: sql(`update audit_events set tree = '1005' where ${ofTree} = 3`),
    found: [
      { tree: '1005', kind: 'tree_unknown' },
      { ...at, index: 3, kind: 'gap' },
      { tree: '1005', kind: 'head_missing' },
      { tree: '1005', index: 3, kind: 'changed' },
    ],
  },
  {
    name: 'the tail is cut off',
    tamper: sql(`delete from audit_events where ${ofTree} >= 8`),
    found: [{ ...at, index: 8, through: 9, kind: 'truncated' }],
  },
  {
    name: 'the tail is cut off and the state patched without the key',
    tamper: sql(`delete from audit_events where ${ofTree} >= 8`, "update audit_trees set size = 8 where tree = '1004'"),
    found: [
      { ...at, size: 10, subject: 'desk/2', kind: 'rolled_back' },
      { ...at, size: 8, kind: 'head_forged' },
    ],
  },
  {
    name: 'the tail is cut off, and the state too',
    tamper: sql(`delete from audit_events where ${ofTree} >= 4`, "delete from audit_trees where tree = '1004'"),
    found: [{ ...at, kind: 'head_missing' }],
  },
  {
    name: 'a whole tree is deleted',
    tamper: sql("delete from audit_events where tree = '1004'", "delete from audit_trees where tree = '1004'"),
    found: [{ ...at, kind: 'tree_missing' }],
  },
  {
    name: 'the tree of the desk is deleted',
    tamper: sql("delete from audit_events where tree = 'desk'", "delete from audit_trees where tree = 'desk'"),
    found: [
      { tree: 'desk', kind: 'head_missing' },
      { ...at, kind: 'tree_unknown' },
      { ...at, size: 10, kind: 'checkpoint_missing' },
    ],
  },
  {
    name: 'a beginning without a purge is forged without the key',
    tamper: sql(`delete from audit_events where ${ofTree} < 5`, "update audit_trees set first_index = 5 where tree = '1004'"),
    found: [{ ...at, size: 10, kind: 'head_forged' }],
  },
]
