import type { Selectable } from 'kysely'
import type { NotificationsTable } from './notification-tables.ts'
import type { Store } from './store.ts'

export type { NotificationEvent } from './notification-tables.ts'

/** A notification of the outbox. */
export type NotificationRow = Selectable<NotificationsTable>

/** Adds a notification that is due at once. */
export async function insertNotification(
  { database }: Store,
  row: Omit<NotificationRow, 'attempts' | 'next_time' | 'end_time'>,
): Promise<void> {
  await database
    .insertInto('notifications')
    .values({ ...row, attempts: 0, next_time: 0, end_time: null })
    .execute()
}

/** How many notifications wait for their first or next attempt. */
export async function countOpenNotifications({ database }: Store): Promise<number> {
  const query = database.selectFrom('notifications').where('end_time', 'is', null)
  const { count } = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

/** Whether a notification is due. */
export async function hasDueNotification({ database }: Store, now: number): Promise<boolean> {
  const query = database.selectFrom('notifications').select('notification_id').where('end_time', 'is', null).where('next_time', '<=', now)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** Begins an attempt for each of the notifications that are due, the oldest first: nobody else does until `lease_time`. */
export async function claimNotifications(
  { kind, database }: Store,
  { now, lease_time, limit }: { readonly now: number; readonly lease_time: number; readonly limit: number },
): Promise<NotificationRow[]> {
  const query = database
    .selectFrom('notifications')
    .selectAll()
    .where('end_time', 'is', null)
    .where('next_time', '<=', now)
    .orderBy('time')
    .orderBy('notification_id')
    .limit(limit)
  const rows = await (kind === 'postgres' ? query.forUpdate().skipLocked() : query).execute()
  const claimed = rows.map((row): NotificationRow => ({ ...row, attempts: row.attempts + 1, next_time: lease_time }))
  for (const { notification_id, attempts, next_time } of claimed)
    await database.updateTable('notifications').set({ attempts, next_time }).where('notification_id', '=', notification_id).execute()
  return claimed
}

/** Records what became of an attempt, unless its lease ended and another was begun. */
export async function recordNotification(
  { database }: Store,
  { notification_id, attempts }: NotificationRow,
  result: Pick<NotificationRow, 'next_time' | 'end_time'>,
): Promise<void> {
  await database
    .updateTable('notifications')
    .set(result)
    .where('notification_id', '=', notification_id)
    .where('attempts', '=', attempts)
    .where('end_time', 'is', null)
    .execute()
}

/** Removes notifications that ended before a time. */
export async function removeOldNotifications({ database }: Store, before: number): Promise<void> {
  await database.deleteFrom('notifications').where('end_time', '<', before).execute()
}
