import { sign } from '../src/audit/desk-key.ts'
import { checkpointMessage, eventHash } from '../src/audit/message.ts'
import type { EventRow } from '../src/store/audit-tables.ts'
import type { AuditFixture } from './fixtures/audit-log.ts'

/** The chain that is tampered with. */
export const at = { brand_id: '1004' }
const firstDay = { day: '2026-11-24' }
/** The beginning of a condition on its events. */
export const ofChain = "brand_id = '1004' and sequence"

/** One event, with a content and a hash that fit each other. */
export async function rewritten(made: AuditFixture, sequence: number, changes: Partial<EventRow>): Promise<EventRow> {
  const row = await made.database.read
    .selectFrom('audit_events')
    .selectAll()
    .where('brand_id', '=', '1004')
    .where('sequence', '=', sequence)
    .executeTakeFirstOrThrow()
  const content = { ...row, ...changes }
  return { ...content, hash: eventHash(content) }
}

const put = async (made: AuditFixture, row: EventRow) => {
  await made.rows(`delete from audit_events where ${ofChain} = ${row.sequence}`)
  await made.database.write.insertInto('audit_events').values(row).execute()
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

/** What somebody may try who can write the database and has no key. */
export const cases: readonly Case[] = [
  {
    name: 'a fact is changed',
    tamper: sql(`update audit_events set facts = replace(facts, '5665', '5666') where ${ofChain} = 3`),
    found: [{ ...at, sequence: 3, kind: 'changed' }],
  },
  {
    name: 'a hash is changed',
    tamper: sql(`update audit_events set hash = '${'0'.repeat(64)}' where ${ofChain} = 4`),
    found: [{ ...at, sequence: 4, kind: 'changed' }],
  },
  {
    name: 'the previous hash is changed',
    tamper: sql(`update audit_events set previous_hash = '${'0'.repeat(64)}' where ${ofChain} = 4`),
    found: [{ ...at, sequence: 4, kind: 'changed' }],
  },
  {
    name: 'a closed event is changed and hashed anew',
    tamper: async (made) => put(made, await rewritten(made, 5, { actor: 'person_2' })),
    found: [
      { ...at, sequence: 5, ...firstDay, kind: 'checkpoint_wrong' },
      { ...at, sequence: 6, kind: 'reordered' },
    ],
  },
  {
    name: 'the last event is changed and hashed anew',
    tamper: async (made) => put(made, await rewritten(made, 10, { actor: 'person_2' })),
    found: [{ ...at, sequence: 10, kind: 'head_differs' }],
  },
  {
    name: 'the rest is rewritten from an event on',
    tamper: async (made) => {
      let row = await rewritten(made, 4, { actor: 'person_2' })
      await put(made, row)
      for (let sequence = 5; sequence <= 10; sequence++) {
        row = await rewritten(made, sequence, { previous_hash: row.hash })
        await put(made, row)
      }
    },
    found: [
      { ...at, sequence: 5, ...firstDay, kind: 'checkpoint_wrong' },
      { ...at, sequence: 10, kind: 'head_differs' },
    ],
  },
  {
    name: 'events in the middle are deleted',
    tamper: sql(`delete from audit_events where ${ofChain} in (3, 4, 8)`),
    found: [
      { ...at, sequence: 3, through: 4, kind: 'gap' },
      { ...at, sequence: 8, kind: 'gap' },
    ],
  },
  {
    name: 'the first event is deleted',
    tamper: sql(`delete from audit_events where ${ofChain} = 1`),
    found: [{ ...at, sequence: 1, kind: 'gap' }],
  },
  {
    name: 'the last event of a closed day is deleted',
    tamper: sql(`delete from audit_events where ${ofChain} = 5`),
    found: [{ ...at, sequence: 5, kind: 'gap' }],
  },
  {
    name: 'an event is inserted after the head',
    tamper: async (made) => {
      const last = await rewritten(made, 10, {})
      await put(made, await rewritten(made, 10, { sequence: 11, previous_hash: last.hash }))
    },
    found: [{ ...at, sequence: 11, kind: 'inserted' }],
  },
  {
    name: 'events are inserted before the first',
    tamper: async (made) => {
      for (const sequence of [0, -5]) await put(made, await rewritten(made, 1, { sequence }))
    },
    found: [
      { ...at, sequence: -5, kind: 'inserted' },
      { ...at, sequence: 0, kind: 'inserted' },
    ],
  },
  {
    name: 'an event is inserted in the middle and the rest moved on',
    tamper: async (made) => {
      const forged = await rewritten(made, 7, { actor: 'person_2' })
      await made.rows(`update audit_events set sequence = sequence + 100 where ${ofChain} >= 7`)
      await made.rows(`update audit_events set sequence = sequence - 99 where ${ofChain} > 100`)
      await put(made, forged)
    },
    found: [
      { ...at, sequence: 8, through: 10, kind: 'reordered' },
      { ...at, sequence: 11, kind: 'inserted' },
      { ...at, sequence: 10, kind: 'head_differs' },
    ],
  },
  {
    name: 'two events are swapped',
    tamper: sql(
      `update audit_events set sequence = 99 where ${ofChain} = 7`,
      `update audit_events set sequence = 7 where ${ofChain} = 8`,
      `update audit_events set sequence = 8 where ${ofChain} = 99`,
    ),
    found: [{ ...at, sequence: 7, through: 8, kind: 'reordered' }],
  },
  {
    name: 'an event moves to another brand',
    tamper: sql(`update audit_events set brand_id = '1005' where ${ofChain} = 3`),
    found: [
      { ...at, sequence: 3, kind: 'gap' },
      { brand_id: '1005', sequence: 0, kind: 'head_missing' },
      { brand_id: '1005', sequence: 3, kind: 'changed' },
    ],
  },
  {
    name: 'the tail is cut off',
    tamper: sql(`delete from audit_events where ${ofChain} >= 9`),
    found: [{ ...at, sequence: 9, through: 10, kind: 'truncated' }],
  },
  {
    name: 'the tail is cut off and the head patched without the key',
    tamper: sql(
      `delete from audit_events where ${ofChain} >= 9`,
      "update audit_heads set sequence = 8, hash = (select hash from audit_events where brand_id = '1004' and sequence = 8) where brand_id = '1004'",
    ),
    found: [{ ...at, sequence: 8, kind: 'head_forged' }],
  },
  {
    name: 'the tail is cut off beyond a checkpoint, and the head too',
    tamper: sql(`delete from audit_events where ${ofChain} >= 4`, "delete from audit_heads where brand_id = '1004'"),
    found: [
      { brand_id: '', sequence: 0, kind: 'chain_missing' },
      { ...at, sequence: 0, kind: 'head_missing' },
      { ...at, sequence: 4, through: 5, kind: 'truncated' },
    ],
  },
  {
    name: 'a whole chain is deleted',
    tamper: sql(
      "delete from audit_events where brand_id = '1004'",
      "delete from audit_heads where brand_id = '1004'",
      "delete from audit_checkpoints where brand_id = '1004'",
    ),
    found: [{ brand_id: '', sequence: 0, kind: 'chain_missing' }],
  },
  {
    name: 'a checkpoint is deleted',
    tamper: sql("delete from audit_checkpoints where brand_id = '1004'"),
    found: [{ ...at, sequence: 5, ...firstDay, kind: 'checkpoint_missing' }],
  },
  {
    name: 'a checkpoint is forged without the key',
    tamper: sql(
      "update audit_checkpoints set hash = (select hash from audit_events where brand_id = '1004' and sequence = 4), sequence = 4 where brand_id = '1004'",
    ),
    found: [{ ...at, sequence: 4, ...firstDay, kind: 'checkpoint_wrong' }],
  },
  {
    name: 'a checkpoint of another hash is signed with the key',
    tamper: async (made) => {
      const checkpoint = { ...at, ...firstDay, sequence: 5, hash: 'f'.repeat(64), time: 1, key_id: made.key.key_id }
      const signature = sign(made.key, checkpointMessage(checkpoint))
      await made.database.write
        .updateTable('audit_checkpoints')
        .set({ ...checkpoint, signature })
        .where('brand_id', '=', '1004')
        .execute()
    },
    found: [{ ...at, sequence: 5, ...firstDay, kind: 'checkpoint_wrong' }],
  },
  {
    name: 'a prune point is forged without the key',
    tamper: sql(
      `delete from audit_events where ${ofChain} <= 5`,
      "update audit_heads set prune_sequence = 5, prune_hash = (select hash from audit_checkpoints where brand_id = '1004'), prune_signature = signature, prune_key_id = key_id where brand_id = '1004'",
    ),
    found: [{ ...at, sequence: 5, kind: 'prune_point_wrong' }],
  },
]
