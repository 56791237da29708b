import { type Migrations, migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import type { Beginning, TestDatabase } from './database-fixture.ts'

/** The tables of a server, without rows: what it makes of an empty database at its start, and takes as it is the next time. */
export function migratedBy(name: string, migrationsFor: (kind: TestDatabase['kind']) => Migrations): Beginning {
  return {
    name,
    fill: async (url) => {
      const database = await openDatabase<unknown>(parseDatabaseUrl(url))
      try {
        await migrate(database.write, migrationsFor(database.kind))
      } finally {
        await database.close()
      }
    },
  }
}
