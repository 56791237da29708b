import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import type { TestDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import { AuditLog } from '../src/audit/audit-log.ts'
import { type DeskKey, deskKeyFile, readDeskKey } from '../src/audit/desk-key.ts'
import type { AuditEvent } from '../src/audit/event.ts'
import type { Finding } from '../src/audit/finding-kind.ts'
import type { AuditReport } from '../src/audit/report.ts'
import { audit } from '../src/store/migrations/002-audit.ts'
import type { Schema } from '../src/store/schema.ts'
import { DatabasePool } from './database-pool.ts'

/** An audit log on a database of its own. */
export interface AuditFixture extends AsyncDisposable {
  readonly auditLog: AuditLog
  readonly clock: TestClock
  readonly key: DeskKey
  readonly database: Database<Schema>
  readonly made: TestDatabase
  readonly folder: string
  /** Another process on the same database. */
  another(): Promise<AuditLog>
  rows: TestDatabase['rows']
}

const pool = new DatabasePool((kind) => ({ '002-audit': audit(kind) }))

/** Every file that makes audit logs calls this after its tests. */
export const closeAuditLogs = () => pool.close()

/** Makes an empty audit log. */
export async function makeAuditLog(kind: TestDatabase['kind']): Promise<AuditFixture> {
  const stack = new AsyncDisposableStack()
  const { database, made } = stack.use(await pool.lend(kind))
  const folder = mkdtempSync(join(tmpdir(), 'card-member-audit-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  deskKeyFile(folder).make?.()
  const key = readDeskKey(folder)
  const clock = new TestClock()
  const open = async () => {
    const other = await openDatabase<Schema>(parseDatabaseUrl(made.url))
    stack.defer(() => other.close())
    return other
  }
  return {
    auditLog: new AuditLog({ database, key, clock: clock.read }),
    clock,
    key,
    database,
    made,
    folder,
    another: async () => new AuditLog({ database: await open(), key, clock: clock.read }),
    rows: (sql) => made.rows(sql),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Events for a brand, told apart by a number. */
export function eventsOf(brand_id: string, count: number): AuditEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    brand_id,
    actor: 'person_1',
    action: 'card.look_up',
    facts: { last_four: '5665', number: index + 1, 说明: '查询' },
  }))
}

/** Fills two days: events 1 to 5 on the first, which is closed, 6 to 10 on the second, which is not over. */
export async function fillTwoDays({ auditLog, clock }: AuditFixture): Promise<void> {
  await auditLog.note(eventsOf('1004', 5))
  clock.advance(86_400)
  await auditLog.note(eventsOf('1004', 5))
}

/** Findings without their words. */
export function bare({ findings }: AuditReport): Omit<Finding, 'words'>[] {
  return findings.map(({ words: _, ...finding }) => finding)
}

/** All of an export. */
export async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const line of lines) text += line
  return text
}
