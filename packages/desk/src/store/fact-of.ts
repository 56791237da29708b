import { sql } from 'kysely'
import type { Store } from './store.ts'

/** A fact of an event, in a query over events. */
export function factOf({ kind }: Pick<Store, 'kind'>, name: string) {
  return kind === 'sqlite' ? sql`facts ->> ${sql.lit(`$.${name}`)}` : sql`facts::json ->> ${sql.lit(name)}`
}
