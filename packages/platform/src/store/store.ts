import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Where queries run: a connection, or a transaction of one. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres'
  readonly database: Kysely<Schema>
}
