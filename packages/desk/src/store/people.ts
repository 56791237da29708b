import { insertRows } from '@card-member/service/database'
import type { Selectable } from 'kysely'
import { type Grant, isRole } from '../contract/permission.ts'
import type { PeopleTables } from './people-tables.ts'
import type { Store } from './store.ts'

/** A person's row. */
export type PersonRow = Selectable<PeopleTables['people']>

/** A person with what they sign in with. */
export interface PersonWithPassword extends PersonRow {
  readonly password_hash: string | null
}

const grantColumns = { brand_id: 'text', person_id: 'text', role: 'text', granted_by: 'text', time: 'bigint' } as const

/** Whether anybody has an account. */
export async function hasPeople({ database }: Store): Promise<boolean> {
  return (await database.selectFrom('people').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Adds a person; `false` when the name or the sign-in name is taken. */
export async function insertPerson({ database }: Store, row: PersonRow): Promise<boolean> {
  const inserted = await database
    .insertInto('people')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The person of a name, as it is compared. */
export async function findByName({ database }: Store, name_key: string): Promise<PersonWithPassword | undefined> {
  return withPassword(database).where('people.name_key', '=', name_key).executeTakeFirst()
}

/** The person whom the provider calls so, as it is compared. */
export async function findBySignInName({ database }: Store, sign_in_name: string): Promise<PersonRow | undefined> {
  return database.selectFrom('people').selectAll().where('sign_in_name', '=', sign_in_name).executeTakeFirst()
}

function withPassword(database: Store['database']) {
  return database
    .selectFrom('people')
    .leftJoin('accounts', (join) => join.onRef('accounts.person_id', '=', 'people.id').on('accounts.provider_id', '=', 'credential'))
    .selectAll('people')
    .select('accounts.password_hash')
}

/** A person by id. */
export async function findPerson({ database }: Store, person_id: string): Promise<PersonRow | undefined> {
  return database.selectFrom('people').selectAll().where('id', '=', person_id).executeTakeFirst()
}

/** Every person, by name. */
export async function allPeople({ database }: Store): Promise<PersonRow[]> {
  return database.selectFrom('people').selectAll().orderBy('name_key').execute()
}

/** Changes a person, and holds the row until the transaction ends; `undefined` when there is none. */
export async function updatePerson(
  { database }: Store,
  person_id: string,
  change: Partial<Pick<PersonRow, 'second_factor' | 'sign_in_name' | 'disabled_time'>> & Pick<PersonRow, 'update_time'>,
): Promise<PersonRow | undefined> {
  return database.updateTable('people').set(change).where('id', '=', person_id).returningAll().executeTakeFirst()
}

/** What a person may do. Roles of a newer version are left out. */
export async function grantsOf({ database }: Store, person_id: string): Promise<Grant[]> {
  const rows = await database
    .selectFrom('grants')
    .select(['brand_id', 'role'])
    .where('person_id', '=', person_id)
    .orderBy('brand_id')
    .orderBy('role')
    .execute()
  return rows.flatMap(({ brand_id, role }) => (isRole(role) ? [{ brand_id, role }] : []))
}

/** What everybody may do, by person. */
export async function allGrants({ database }: Store): Promise<Map<string, Grant[]>> {
  const rows = await database.selectFrom('grants').selectAll().orderBy('brand_id').orderBy('role').execute()
  const grants = new Map<string, Grant[]>()
  for (const { person_id, brand_id, role } of rows) {
    const held = grants.get(person_id) ?? []
    if (isRole(role)) grants.set(person_id, [...held, { brand_id, role }])
  }
  return grants
}

/** Puts a person's grants in the place of those before. */
export async function replaceGrants(
  store: Store,
  person_id: string,
  grants: readonly Grant[],
  { granted_by, time }: { readonly granted_by: string; readonly time: number },
): Promise<void> {
  await store.database.deleteFrom('grants').where('person_id', '=', person_id).execute()
  await insertRows(
    store,
    'grants',
    grantColumns,
    grants.map((grant) => ({ ...grant, person_id, granted_by, time })),
  )
}
