import { sql } from 'kysely'
import type { ChangeRow } from './changes.ts'
import { factOf } from './fact-of.ts'
import type { Store } from './store.ts'

const limit = 100

/** An event of a tree, as text that may have been tampered with. */
export interface LoggedEvent {
  readonly action: string
  readonly facts: string
}

/** The events of a tree with these actions, the oldest first. */
export async function loggedEvents({ database }: Store, tree: string, actions: readonly string[]): Promise<LoggedEvent[]> {
  const query = database.selectFrom('audit_events').select(['action', 'facts']).where('tree', '=', tree).where('action', 'in', actions)
  return query.orderBy('index').execute()
}

/** When the first event of a tree happened that is kept; undefined while none was purged. */
export async function purgedBefore({ database }: Store, tree: string): Promise<number | undefined> {
  const { rows } = await sql<{ first: number | null }>`
    select (select min(time) from audit_events where tree = ${tree}) as first from audit_trees where tree = ${tree} and first_index > 0`.execute(
    database,
  )
  const [row] = rows
  return row === undefined ? undefined : Number(row.first ?? Number.MAX_SAFE_INTEGER)
}

/** Invalidations of a brand that are not as the newest event of each says. */
export async function changedInvalidations(store: Store, brand_id: string): Promise<string[]> {
  const answer = ['code', 'invalid_time', 'request_id', 'answer_sha256'].map(
    (name) => sql`coalesce(invalidations.${sql.ref(name)}, '') <> coalesce(${factOf(store, name)}, '')`,
  )
  const { rows } = await sql<{ id: string }>`
    with told as (select ${factOf(store, 'invalidation_id')} as id, action, facts,
        row_number() over (partition by ${factOf(store, 'invalidation_id')} order by audit_events."index" desc) as age
      from audit_events where tree = ${brand_id} and action in ('invalidation.begin', 'invalidation.result'))
    select told.id from told join invalidations on invalidations.brand_id = ${brand_id} and invalidations.invalidation_id = told.id
    where told.age = 1 and (
      (told.action = 'invalidation.begin' and invalidations.state <> 'sending') or
      (told.action = 'invalidation.result' and (invalidations.state <> ${factOf(store, 'state')} or ${sql.join(answer, sql` or `)})))
    order by 1 limit ${limit}`.execute(store.database)
  return rows.map(({ id }) => id)
}

/** Every change of a brand, or of the desk as a whole as `*`. */
export function changesOf({ database }: Store, brand_id: string): Promise<ChangeRow[]> {
  return database.selectFrom('pending_changes').selectAll().where('brand_id', '=', brand_id).orderBy('change_id').execute()
}

/** What the accounts of a desk are made of. */
export async function accountRows({ database }: Store) {
  const staff = await database.selectFrom('staff').select(['id', 'disabled_time']).orderBy('id').execute()
  const grants = await database.selectFrom('grants').select(['staff_id', 'brand_id', 'role']).execute()
  const passkeys = await database.selectFrom('passkeys').select(['staff_id', 'id', 'public_key']).execute()
  return { staff, grants, passkeys }
}
