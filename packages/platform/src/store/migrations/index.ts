import type { Migrations } from '@card-member/service/database'
import { cards } from './001-cards.ts'
import { family } from './002-family.ts'

/** Migrations in their order; append, never change one. */
export function migrationsFor(kind: 'sqlite' | 'postgres'): Migrations {
  return { '001-cards': cards(kind), '002-family': family(kind) }
}
