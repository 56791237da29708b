import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'

/** Numbered migrations by name, append-only. */
export type Migrations = Readonly<Record<string, Migration>>

/** Brings a database up to its newest migration; does nothing when it is there. */
export async function migrate<Schema>(database: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const { error } = await new Migrator({ db: database, provider: { getMigrations: async () => ({ ...migrations }) } }).migrateToLatest()
  if (error !== undefined) throw error
}
