import { insertRows } from '@card-member/service/database'
import type { Selectable } from 'kysely'
import type { TokensTable } from './schema.ts'
import type { Store } from './store.ts'

/** An issued token. */
export type TokenRow = Selectable<TokensTable>

const columns = {
  brand_id: 'text',
  token_hash: 'text',
  kind: 'text',
  card_id: 'text',
  openid: 'text',
  expire_time: 'bigint',
  used_time: 'bigint',
} as const

/** Adds tokens. */
export function insertTokens(store: Store, rows: readonly TokenRow[]): Promise<void> {
  return insertRows(store, 'tokens', columns, rows)
}
