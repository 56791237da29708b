import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { ActivitiesTable } from './schema.ts'
import type { Store } from './store.ts'

/** A stored activity. */
export type ActivityRow = Selectable<ActivitiesTable>
/** The primary key of an activity. */
export type ActivityKey = Pick<ActivityRow, 'brand_id' | 'activity_id'>

const keyColumns = { brand_id: 'text', activity_id: 'text' } as const
const columns = {
  ...keyColumns,
  card_id: 'text',
  begin_time: 'bigint',
  end_time: 'bigint',
  terminate_time: 'bigint',
  create_time: 'bigint',
  modify_time: 'bigint',
  revision: 'bigint',
  details: 'text',
} as const

/** An activity's key as one text, for maps. */
export function activityKey({ brand_id, activity_id }: ActivityKey): string {
  return `${brand_id} ${activity_id}`
}

/** Adds activities. */
export function insertActivities(store: Store, rows: readonly ActivityRow[]): Promise<void> {
  return insertRows(store, 'activities', columns, rows)
}

/** Finds many activities at once and locks them until the transaction ends. */
export async function lockActivities({ kind, database }: Store, keys: readonly ActivityKey[]): Promise<Map<string, ActivityRow>> {
  const { rows } = await sql<ActivityRow>`
    select activities.* from ${rowSet(kind, keyColumns, keys)} cross join activities
    where activities.brand_id = given.brand_id and activities.activity_id = given.activity_id
    ${kind === 'postgres' ? sql`for update of activities` : sql``}`.execute(database)
  return new Map(rows.map((row) => [activityKey(row), row]))
}

/** Finds one activity. */
export async function findActivity({ database }: Store, { brand_id, activity_id }: ActivityKey): Promise<ActivityRow | undefined> {
  return database
    .selectFrom('activities')
    .selectAll()
    .where('brand_id', '=', brand_id)
    .where('activity_id', '=', activity_id)
    .executeTakeFirst()
}

/** Updates activities. */
export async function updateActivities({ kind, database }: Store, rows: readonly ActivityRow[]): Promise<void> {
  await sql`
    update activities set begin_time = given.begin_time, end_time = given.end_time, terminate_time = given.terminate_time,
      modify_time = given.modify_time, revision = given.revision, details = given.details
    from ${rowSet(kind, columns, rows)}
    where activities.brand_id = given.brand_id and activities.activity_id = given.activity_id`.execute(database)
}

/** Phases of an activity, computed from its times. */
export type ActivityPhase = 'created' | 'effective' | 'expired' | 'terminated'

/** Which activities to list. */
export interface ActivityFilter {
  readonly brand_id: string
  readonly card_id: string | undefined
  readonly phase: ActivityPhase | undefined
  /** Unix seconds. */
  readonly now: number
}

/** One page of a brand's activities, oldest first, and how many there are. */
export async function listActivities(
  { database }: Store,
  { brand_id, card_id, phase, now }: ActivityFilter,
  offset: number,
  limit: number,
) {
  let matching = database.selectFrom('activities').where('brand_id', '=', brand_id)
  if (card_id !== undefined) matching = matching.where('card_id', '=', card_id)
  if (phase !== undefined) matching = matching.where('terminate_time', phase === 'terminated' ? 'is not' : 'is', null)
  if (phase === 'created') matching = matching.where('begin_time', '>', now)
  if (phase === 'effective') matching = matching.where('begin_time', '<=', now).where('end_time', '>=', now)
  if (phase === 'expired') matching = matching.where('end_time', '<', now)
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching.selectAll().orderBy('create_time').orderBy('activity_id').limit(limit).offset(offset).execute()
  return { rows, total_count: Number(total) }
}
