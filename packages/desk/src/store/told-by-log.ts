import type { Store } from './store.ts'

/** An event that tells what a row holds. */
export interface ToldEvent {
  readonly index: number
  readonly facts: string
}

/** The events of a tree that give staff their grants, in order. */
export function grantEvents({ database }: Store, tree: string): Promise<ToldEvent[]> {
  const query = database.selectFrom('audit_events').select(['index', 'facts']).where('tree', '=', tree)
  return query.where('action', 'in', ['staff.add', 'staff.invite', 'staff.grants']).orderBy('index').execute()
}

/** The events of a tree that change settings, in order. */
export function settingEvents({ database }: Store, tree: string): Promise<ToldEvent[]> {
  const query = database.selectFrom('audit_events').select(['index', 'facts']).where('tree', '=', tree)
  return query.where('action', '=', 'settings.change').orderBy('index').execute()
}

/** All staff with their grants, one row for each grant; without one, brand and role are null. */
export function staffGrants({ database }: Store) {
  const query = database.selectFrom('staff').leftJoin('grants', 'grants.staff_id', 'staff.id').orderBy('staff.id')
  return query.select(['staff.id as staff_id', 'grants.brand_id', 'grants.role']).execute()
}

/** All stored settings, by whose they are. */
export async function allSettings({ database }: Store): Promise<ReadonlyMap<string, string>> {
  const rows = await database.selectFrom('settings').select(['brand_id', 'value']).orderBy('brand_id').execute()
  return new Map(rows.map(({ brand_id, value }) => [brand_id, value]))
}
