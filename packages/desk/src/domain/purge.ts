import { type Actor, demand } from '../staff/actor.ts'
import { forgetMembers, removeOldRows, storedBrands } from '../store/purge.ts'
import { type Context, longReading, secondsOf } from './context.ts'
import { settingsOf } from './settings.ts'

const day = 86_400

/** What a purge took away of one brand. */
export interface PurgeReport {
  readonly brand_id: string
  /** Rows that tell no member any more. */
  readonly members: number
  /** Rows that are gone. */
  readonly rows: number
  /** Events of the record that are gone; what stays verifies as before. */
  readonly events: number
}

/**
 * Takes away what each brand's settings keep no longer: members' data first, the audit log and its evidence years later. It goes in
 * slices, so that others go on meanwhile; the audit log is told before the first slice that a purge begins, and after the last one
 * what it took.
 */
export async function purge(context: Context, actor: Actor): Promise<PurgeReport[]> {
  demand(actor, 'administer', '*')
  const now = secondsOf(context.clock)
  const reports: PurgeReport[] = []
  for (const brand_id of await storedBrands(longReading(context))) {
    const { member_data_days, retention_days } = await settingsOf(context, brand_id)
    const oldest = now - retention_days * day
    const forget_before = now - member_data_days * day
    const by = { brand_id, actor: actor.staff_id } as const
    await context.auditLog.note([{ ...by, action: 'desk.purge_begin', facts: { members_before: forget_before, rows_before: oldest } }])
    const members = await forgetMembers(context.database, brand_id, forget_before)
    const rows = await removeOldRows(context.database, brand_id, oldest)
    await context.auditLog.note([{ ...by, action: 'desk.purge', facts: { members, rows } }])
    const { events } = await context.auditLog.purge(brand_id, oldest, actor.staff_id)
    reports.push({ brand_id, members, rows, events })
  }
  return reports
}
