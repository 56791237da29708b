import { migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { generateSync } from 'otplib'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import type { AuditEvent } from '../src/audit/event.ts'
import { Staff, type StaffOptions } from '../src/staff/staff.ts'
import { staff as staffTables } from '../src/store/migrations/001-staff.ts'
import type { Schema } from '../src/store/schema.ts'

export const password = 'correct horse battery'
export const secret = 'a secret for tests of thirty-two'

/** Staff on a database of their own, with a record that is only a list. */
export async function openStaff(kind: TestDatabase['kind'], options: Partial<StaffOptions> = {}) {
  const made = await makeDatabase(kind)
  const database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
  await migrate(database.write, { '001-staff': staffTables(kind) })
  const clock = new TestClock()
  const events: AuditEvent[] = []
  const auditLog = { append: async (_store: unknown, added: readonly AuditEvent[]) => void events.push(...added) }
  const parts = { database, secret, base_url: () => 'http://127.0.0.1:8090', clock: clock.read, auditLog, ...options }
  const staff = new Staff(parts)
  /** A code as the person's device shows it now. */
  const code = (otpauth_uri: string, seconds = clock.seconds) => {
    const shown = new URL(otpauth_uri).searchParams.get('secret') ?? ''
    return generateSync({ secret: shown, epoch: seconds })
  }
  /** A person with all that they sign in with. */
  const join = async (name: string, roles: Parameters<Staff['add']>[0]['roles'] = []) => {
    const { staff_id, otpauth_uri } = await staff.add({ name, password, roles }, 'command')
    return { staff_id, otpauth_uri, credentials: () => ({ name, password, totp: code(otpauth_uri) }) }
  }
  return {
    staff,
    parts,
    clock,
    events,
    code,
    join,
    rows: made.rows,
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await made[Symbol.asyncDispose]()
    },
  }
}

/** What a browser sends back of what it was told to keep. */
export function cookieHeader(cookies: readonly string[]): string {
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ')
}
