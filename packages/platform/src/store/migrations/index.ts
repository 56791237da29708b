import type { Migrations } from '@card-member/service/database'
import { cards } from './001-cards.ts'
import { memberActivity } from './002-member-activity.ts'
import { outbox } from './003-outbox.ts'

/** Migrations in order; a released one never changes. */
export function migrationsFor(kind: 'sqlite' | 'postgres'): Migrations {
  return { '001-cards': cards(kind), '002-member-activity': memberActivity(kind), '003-outbox': outbox(kind) }
}
