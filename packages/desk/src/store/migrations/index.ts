import type { Migrations } from '@card-member/service/database'
import { staff } from './001-staff.ts'
import { audit } from './002-audit.ts'
import { desk } from './003-desk.ts'
import { batchCounts } from './004-batch-counts.ts'

/** Migrations in their order; append, never change one. */
export function migrationsFor(kind: 'sqlite' | 'postgres'): Migrations {
  return { '001-staff': staff(kind), '002-audit': audit(kind), '003-desk': desk(kind), '004-batch-counts': batchCounts(kind) }
}
