import type { Store as StoreOf } from '@card-member/service/database'
import type { Schema } from './schema.ts'

/** Where queries run: a connection, or a transaction of one. */
export type Store = StoreOf<Schema>
