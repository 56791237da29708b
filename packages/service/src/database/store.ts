import type { Kysely } from 'kysely'

/** Where queries run: a connection, or a transaction of one. */
export interface Store<Schema> {
  readonly kind: 'sqlite' | 'postgres'
  readonly database: Kysely<Schema>
}
