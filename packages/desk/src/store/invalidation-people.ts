import { sql } from 'kysely'
import type { Store } from './store.ts'

/**
 * The ids of who asked for a brand's invalidations, and of who recorded their consents. Each name is looked for behind the one before it
 * in an index, so that a million invalidations of few people are not read.
 */
export async function peopleOfInvalidations({ database }: Store, brand_id: string): Promise<Set<string>> {
  const found = new Set<string>()
  for (const column of ['requested_by', 'consent_recorded_by'] as const) {
    const person = sql.ref(column)
    const { rows } = await sql<{ id: string }>`
      with recursive people (id) as (
        select min(${person}) from invalidations where brand_id = ${brand_id}
        union all
        select (select min(${person}) from invalidations where brand_id = ${brand_id} and ${person} > people.id) from people
        where people.id is not null
      )
      select id from people where id is not null`.execute(database)
    for (const { id } of rows) found.add(id)
  }
  return found
}
