import { generateSync } from 'otplib'
import type { TestDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import type { AuditEvent } from '../src/audit/event.ts'
import { Staff, type StaffOptions } from '../src/staff/staff.ts'
import { staff as staffTables } from '../src/store/migrations/001-staff.ts'
import { DatabasePool } from './database-pool.ts'

export const password = 'correct horse battery'
export const secret = 'a secret for tests of thirty-two'

/** As little as scrypt can cost: tests hash many passwords. */
const password_cost = { ln: 1, r: 1, p: 1 }

const pool = new DatabasePool((kind) => ({ '001-staff': staffTables(kind) }))

/** Every file that opens staff calls this after its tests. */
export const closeStaff = () => pool.close()

/** Staff on a database of their own, with an audit log that is only a list. */
export async function openStaff(kind: TestDatabase['kind'], options: Partial<StaffOptions> = {}) {
  const lent = await pool.lend(kind)
  const { database, made } = lent
  const clock = new TestClock()
  const events: AuditEvent[] = []
  const auditLog = { append: async (_store: unknown, added: readonly AuditEvent[]) => void events.push(...added) }
  const parts = { database, secret, base_url: () => 'http://127.0.0.1:8090', clock: clock.read, auditLog, password_cost, ...options }
  const staff = new Staff(parts)
  /** A code as the authenticator shows it now. */
  const code = (otpauth_uri: string, seconds = clock.seconds) => {
    const shown = new URL(otpauth_uri).searchParams.get('secret') ?? ''
    return generateSync({ secret: shown, epoch: seconds })
  }
  /** A staff member with all that they sign in with. */
  const join = async (name: string, grants: Parameters<Staff['add']>[0]['grants'] = []) => {
    const { staff_id, otpauth_uri } = await staff.add({ name, password, grants }, 'command')
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
    [Symbol.asyncDispose]: () => lent[Symbol.asyncDispose](),
  }
}
