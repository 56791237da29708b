import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import { AuditRecord } from '../src/record/audit-record.ts'
import { type DeskKey, deskKeyFile, keptDeskKey } from '../src/record/desk-key.ts'
import type { Entry } from '../src/record/entry.ts'
import type { Finding } from '../src/record/problem.ts'
import type { RecordReport } from '../src/record/report.ts'
import { record } from '../src/store/migrations/002-record.ts'
import type { Schema } from '../src/store/schema.ts'

/** A record on a database of its own. */
export interface RecordFixture extends AsyncDisposable {
  readonly record: AuditRecord
  readonly clock: TestClock
  readonly key: DeskKey
  readonly database: Database<Schema>
  readonly made: TestDatabase
  readonly folder: string
  /** Another process on the same database. */
  another(): Promise<AuditRecord>
  rows: TestDatabase['rows']
}

/** Makes an empty record. */
export async function makeRecord(kind: TestDatabase['kind']): Promise<RecordFixture> {
  const stack = new AsyncDisposableStack()
  const made = stack.use(await makeDatabase(kind))
  const folder = mkdtempSync(join(tmpdir(), 'card-member-record-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  deskKeyFile(folder).make?.()
  const key = keptDeskKey(folder)
  const clock = new TestClock()
  const open = async () => {
    const database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
    stack.defer(() => database.close())
    return database
  }
  const database = await open()
  await migrate(database.write, { '002-record': record(kind) })
  return {
    record: new AuditRecord({ database, key, clock: clock.read }),
    clock,
    key,
    database,
    made,
    folder,
    another: async () => new AuditRecord({ database: await open(), key, clock: clock.read }),
    rows: (sql) => made.rows(sql),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Entries for a brand, told apart by a number. */
export function entriesOf(brand_id: string, count: number): Entry[] {
  return Array.from({ length: count }, (_, index) => ({
    brand_id,
    actor: 'person_1',
    action: 'card.look_up',
    facts: { last_four: '5665', number: index + 1, 说明: '查询' },
  }))
}

/** Fills two days: entries 1 to 5 on the first, which is sealed, 6 to 10 on the second, which is not over. */
export async function fillTwoDays({ record, clock }: RecordFixture): Promise<void> {
  await record.note(entriesOf('1004', 5))
  clock.advance(86_400)
  await record.note(entriesOf('1004', 5))
}

/** Findings without their words. */
export function bare({ findings }: RecordReport): Omit<Finding, 'words'>[] {
  return findings.map(({ words: _, ...finding }) => finding)
}

/** All of an export. */
export async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const line of lines) text += line
  return text
}
