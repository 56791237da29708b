import { sql } from 'kysely'
import { allows, isRole } from '../contract/permission.ts'
import type { Store } from './store.ts'

// Names the lock among those of the database.
const lock = 1_507_263_001

/**
 * The ids of the enabled staff who administer every brand. Until the transaction ends nobody else gets an answer, so that two who take
 * the role from each other at once do not both succeed.
 */
export async function lockAdministrators({ kind, database }: Store): Promise<Set<string>> {
  // SQLite has one writer at a time.
  if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${lock})`.execute(database)
  const rows = await database
    .selectFrom('grants')
    .innerJoin('staff', 'staff.id', 'grants.staff_id')
    .select(['staff.id', 'grants.brand_id', 'grants.role'])
    .where('grants.brand_id', '=', '*')
    .where('staff.disabled_time', 'is', null)
    .execute()
  const administer = rows.filter(({ brand_id, role }) => isRole(role) && allows([{ brand_id, role }], 'administer', '*'))
  return new Set(administer.map(({ id }) => id))
}
