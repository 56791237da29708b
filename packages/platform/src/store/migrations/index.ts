import type { Migrations } from '@card-member/service/database'
import { cards } from './001-cards.ts'

/** Migrations in their order; append, never change one. */
export function migrationsFor(kind: 'sqlite' | 'postgres'): Migrations {
  return { '001-cards': cards(kind) }
}
