import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { eventsOf } from './fixtures/audit-log.ts'
import { TestDeskPool } from './fixtures/desk-pool.ts'

const desks = new TestDeskPool()
afterAll(() => desks.close())

/** What somebody may do to the log of a desk, and why the next start refuses it. */
const cases = [
  [
    'all of the log was deleted',
    ["delete from audit_trees where tree <> ''", "delete from audit_events where tree <> ''"],
    { kind: 'log_missing', message: 'the desk: the database has no audit log: it was deleted, or the database was restored in part' },
  ],
  [
    'the tree of the desk was deleted',
    ["delete from audit_trees where tree = 'desk'", "delete from audit_events where tree = 'desk'"],
    { kind: 'log_missing' },
  ],
  [
    'the log does not name a key',
    ["delete from audit_events where tree = 'desk' and action = 'audit.key'"],
    { kind: 'key_unknown', message: expect.stringMatching(/^the desk, audit_log [0-9a-f]{16}: the desk's own tree does not name a key/) },
  ],
  [
    'a tree was added',
    ["insert into audit_trees select '1005', size, first_index, frontier, time, key_id, signature, checkpoint_size, checkpoint_time"],
    { kind: 'tree_unknown', message: expect.stringMatching(/^brand 1005: the desk's own tree does not name this tree/) },
  ],
  [
    'a tree was deleted',
    ["delete from audit_trees where tree = '1004'", "delete from audit_events where tree = '1004'"],
    { kind: 'tree_missing', message: "brand 1004: the whole tree was deleted: the desk's own tree names it" },
  ],
] as const

describe.each(kinds)('on %s', (kind) => {
  test.each(cases)('a desk does not start when %s', async (_what, statements, refused) => {
    await using fixture = await desks.lend({ kind })
    await fixture.desk.context.auditLog.note(eventsOf('1004', 1))
    await using started = await fixture.another()
    expect(started.context.auditLog.now).toBeGreaterThan(0)
    for (const statement of statements)
      await fixture.database.rows(statement.startsWith('insert') ? `${statement} from audit_trees where tree = '1004'` : statement)
    await expect(fixture.another()).rejects.toMatchObject({ name: 'AuditError', ...refused })
  })
})
