import { type Actor, demand } from '../people/actor.ts'
import { forgetMembers, forgetRecords, storedBrands } from '../store/purge.ts'
import { longReading, type Means, secondsOf } from './means.ts'
import { settingsOf } from './settings.ts'

const day = 86_400

/** What a purge took away of one brand. */
export interface PurgeReport {
  readonly brand_id: string
  /** Rows that tell no member any more. */
  readonly members: number
  /** Rows that are gone. */
  readonly rows: number
  /** Entries of the record that are gone; what stays verifies as before. */
  readonly entries: number
}

/**
 * Takes away what each brand's settings keep no longer: members' data first, the record and its evidence years later. It goes in
 * slices, so that others go on meanwhile; the record is told before the first slice that a purge begins, and after the last one
 * what it took.
 */
export async function purge(means: Means, actor: Actor): Promise<PurgeReport[]> {
  demand(actor, 'administer', '*')
  const now = secondsOf(means.clock)
  const reports: PurgeReport[] = []
  for (const brand_id of await storedBrands(longReading(means))) {
    const { member_data_days, record_days } = await settingsOf(means, brand_id)
    const oldest = now - record_days * day
    const forget_before = now - member_data_days * day
    const by = { brand_id, actor: actor.person_id } as const
    await means.recorder.note([{ ...by, action: 'desk.purge_begin', facts: { members_before: forget_before, rows_before: oldest } }])
    const members = await forgetMembers(means.database, brand_id, forget_before)
    const rows = await forgetRecords(means.database, brand_id, oldest)
    await means.recorder.note([{ ...by, action: 'desk.purge', facts: { members, rows } }])
    const { entries } = await means.recorder.purge(brand_id, oldest, actor.person_id)
    reports.push({ brand_id, members, rows, entries })
  }
  return reports
}
