import type { Migrations } from '@card-member/service/database'
import { people } from './001-people.ts'
import { record } from './002-record.ts'
import { desk } from './003-desk.ts'

/** Migrations in their order; append, never change one. */
export function migrationsFor(kind: 'sqlite' | 'postgres'): Migrations {
  return { '001-people': people(kind), '002-record': record(kind), '003-desk': desk(kind) }
}
