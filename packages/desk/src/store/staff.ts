import { insertRows } from '@card-member/service/database'
import type { Selectable } from 'kysely'
import { type Grant, isRole } from '../contract/permission.ts'
import type { StaffTables } from './staff-tables.ts'
import type { Store } from './store.ts'

/** A staff member's row. */
export type StaffRow = Selectable<StaffTables['staff']>

/** A staff member with what they sign in with. */
export interface StaffCredentials extends StaffRow {
  readonly password_hash: string | null
  /** The sealed secret of their authenticator. */
  readonly totp_secret: string | null
}

const grantColumns = { brand_id: 'text', staff_id: 'text', role: 'text', granted_by: 'text', time: 'bigint' } as const

/** Whether there is any account. */
export async function hasStaff({ database }: Store): Promise<boolean> {
  return (await database.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Adds a staff member; `false` when the name or the sign-in name is taken. */
export async function insertStaff({ database }: Store, row: StaffRow): Promise<boolean> {
  const inserted = await database
    .insertInto('staff')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The staff member of a name, as it is compared. */
export async function findByName({ database }: Store, name_key: string): Promise<StaffCredentials | undefined> {
  return credentials(database).where('staff.name_key', '=', name_key).executeTakeFirst()
}

/** The same by id. */
export async function findCredentials({ database }: Store, staff_id: string): Promise<StaffCredentials | undefined> {
  return credentials(database).where('staff.id', '=', staff_id).executeTakeFirst()
}

/** The same, and nobody else changes them until the transaction ends. */
export async function lockStaff({ kind, database }: Store, staff_id: string): Promise<StaffCredentials | undefined> {
  // SQLite has one writer at a time.
  if (kind === 'postgres') await database.selectFrom('staff').select('id').where('id', '=', staff_id).forUpdate().execute()
  return credentials(database).where('staff.id', '=', staff_id).executeTakeFirst()
}

/** The staff member whom the provider calls so, as it is compared. */
export async function findBySignInName({ database }: Store, sign_in_name: string): Promise<StaffRow | undefined> {
  return database.selectFrom('staff').selectAll().where('sign_in_name', '=', sign_in_name).executeTakeFirst()
}

function credentials(database: Store['database']) {
  return database
    .selectFrom('staff')
    .leftJoin('passwords', 'passwords.staff_id', 'staff.id')
    .leftJoin('totp_secrets', 'totp_secrets.staff_id', 'staff.id')
    .selectAll('staff')
    .select(['passwords.password_hash', 'totp_secrets.sealed_secret as totp_secret'])
}

/** A staff member by id. */
export async function findStaff({ database }: Store, staff_id: string): Promise<StaffRow | undefined> {
  return database.selectFrom('staff').selectAll().where('id', '=', staff_id).executeTakeFirst()
}

/** All staff, by name. */
export async function allStaff({ database }: Store): Promise<StaffRow[]> {
  return database.selectFrom('staff').selectAll().orderBy('name_key').execute()
}

/** Changes a staff member, and locks the row until the transaction ends; `undefined` when there is none. */
export async function updateStaff(
  { database }: Store,
  staff_id: string,
  change: Partial<Pick<StaffRow, 'full_name' | 'sign_in_name' | 'disabled_time' | 'administer_end_time'>> & Pick<StaffRow, 'update_time'>,
): Promise<StaffRow | undefined> {
  return database.updateTable('staff').set(change).where('id', '=', staff_id).returningAll().executeTakeFirst()
}

/** What a staff member may do. Roles that this version does not know are left out. */
export async function grantsOf({ database }: Store, staff_id: string): Promise<Grant[]> {
  const rows = await database
    .selectFrom('grants')
    .select(['brand_id', 'role'])
    .where('staff_id', '=', staff_id)
    .orderBy('brand_id')
    .orderBy('role')
    .execute()
  return rows.flatMap(({ brand_id, role }) => (isRole(role) ? [{ brand_id, role }] : []))
}

/** What all staff may do, by staff id. */
export async function allGrants({ database }: Store): Promise<Map<string, Grant[]>> {
  const rows = await database.selectFrom('grants').selectAll().orderBy('brand_id').orderBy('role').execute()
  const grants = new Map<string, Grant[]>()
  for (const { staff_id, brand_id, role } of rows) {
    const held = grants.get(staff_id) ?? []
    if (isRole(role)) grants.set(staff_id, [...held, { brand_id, role }])
  }
  return grants
}

/** Replaces the grants of a staff member. */
export async function replaceGrants(
  store: Store,
  staff_id: string,
  grants: readonly Grant[],
  { granted_by, time }: { readonly granted_by: string; readonly time: number },
): Promise<void> {
  await store.database.deleteFrom('grants').where('staff_id', '=', staff_id).execute()
  await insertRows(
    store,
    'grants',
    grantColumns,
    grants.map((grant) => ({ ...grant, staff_id, granted_by, time })),
  )
}
