import { type Actor, demand } from '../staff/actor.ts'
import { removeOldNotifications } from '../store/notifications.ts'
import { forgetMembers, removeOldQuotas, removeOldRows, storedBrands } from '../store/purge.ts'
import { type Context, longReading, secondsOf, write } from './context.ts'
import { dayOf } from './hours.ts'
import { settingsOf } from './settings.ts'

const day = 86_400
/** Days for which notifications are kept after their end. */
const notification_days = 30

/** What a purge removed from one brand. */
export interface PurgeReport {
  readonly brand_id: string
  /** Rows whose member data was removed. */
  readonly members: number
  /** Rows that were removed. */
  readonly rows: number
  /** Events that were removed from the audit log; the rest still verifies. */
  readonly events: number
}

/**
 * Removes what each brand's settings no longer retain: member data first, the audit log and its evidence years later. It works in
 * slices, so that other writers continue. The audit log records the beginning before the first slice and the counts after the last.
 */
export async function purge(context: Context, actor: Actor): Promise<PurgeReport[]> {
  demand(actor, 'administer', '*')
  const now = secondsOf(context.clock)
  await write(context, (store) => removeOldNotifications(store, now - notification_days * day))
  const reports: PurgeReport[] = []
  for (const brand_id of await storedBrands(longReading(context))) {
    const { member_data_days, retention_days } = await settingsOf(context, brand_id)
    const oldest = now - retention_days * day
    const forget_before = now - member_data_days * day
    const by = { brand_id, actor: actor.staff_id } as const
    await context.auditLog.note([{ ...by, action: 'desk.purge_begin', facts: { members_before: forget_before, rows_before: oldest } }])
    const members = await forgetMembers(context.database, brand_id, forget_before)
    const rows = await removeOldRows(context.database, brand_id, oldest)
    // A count is read on its own day alone.
    await removeOldQuotas(context.database, brand_id, dayOf(now - day))
    await context.auditLog.note([{ ...by, action: 'desk.purge', facts: { members, rows } }])
    const { events } = await context.auditLog.purge(brand_id, oldest, actor.staff_id)
    reports.push({ brand_id, members, rows, events })
  }
  return reports
}
