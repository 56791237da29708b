import { type Actor, demand } from '../people/actor.ts'
import { forgetMembers, forgetRecords, storedBrands } from '../store/purge.ts'
import { type Means, reading, secondsOf, write } from './means.ts'
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

/** Takes away what each brand's settings keep no longer: members' data first, the record and its evidence years later. */
export async function purge(means: Means, actor: Actor): Promise<PurgeReport[]> {
  demand(actor, 'administer', '*')
  const now = secondsOf(means.clock)
  const reports: PurgeReport[] = []
  for (const brand_id of await storedBrands(reading(means))) {
    const { member_data_days, record_days } = await settingsOf(means, brand_id)
    const oldest = now - record_days * day
    const counts = await write(means, async (store) => {
      const members = await forgetMembers(store, brand_id, now - member_data_days * day)
      const rows = await forgetRecords(store, brand_id, oldest)
      await means.recorder.append(store, [{ brand_id, actor: actor.person_id, action: 'desk.purge', facts: { members, rows } }])
      return { members, rows }
    })
    const { entries } = await means.recorder.purge(brand_id, oldest, actor.person_id)
    reports.push({ brand_id, ...counts, entries })
  }
  return reports
}
