import { insertRows, rowSet } from '@card-member/service/database'
import { type Selectable, sql } from 'kysely'
import type { CardsTable } from './schema.ts'
import type { Store } from './store.ts'

/** A stored template. */
export type CardRow = Selectable<CardsTable>

/** The primary key of a template. */
export type CardKey = Pick<CardRow, 'brand_id' | 'card_id'>

const keyColumns = { brand_id: 'text', card_id: 'text' } as const
const columns = {
  ...keyColumns,
  state: 'text',
  caller_kind: 'text',
  caller_id: 'text',
  create_time: 'bigint',
  modify_time: 'bigint',
  revision: 'bigint',
  details: 'text',
} as const

/** A template's key as one text, for maps. */
export function cardKey({ brand_id, card_id }: CardKey): string {
  return `${brand_id} ${card_id}`
}

/** Finds many templates at once, by their key as one text. */
export async function findCards({ kind, database }: Store, keys: readonly CardKey[]): Promise<Map<string, CardRow>> {
  const { rows } = await sql<CardRow>`
    select cards.* from ${rowSet(kind, keyColumns, keys)} cross join cards
    where cards.brand_id = given.brand_id and cards.card_id = given.card_id`.execute(database)
  return new Map(rows.map((row) => [cardKey(row), row]))
}

/** Finds many templates at once and locks them until the transaction ends. */
export async function lockCards({ kind, database }: Store, keys: readonly CardKey[]): Promise<Map<string, CardRow>> {
  const ordered = [...new Map(keys.map((key) => [cardKey(key), key])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key)
  const { rows } = await sql<CardRow>`
    select cards.* from ${rowSet(kind, keyColumns, ordered)} cross join cards
    where cards.brand_id = given.brand_id and cards.card_id = given.card_id
    ${kind === 'postgres' ? sql`for update of cards` : sql``}`.execute(database)
  return new Map(rows.map((row) => [cardKey(row), row]))
}

/** Finds one template. */
export async function findCard({ database }: Store, { brand_id, card_id }: CardKey): Promise<CardRow | undefined> {
  return database.selectFrom('cards').selectAll().where('brand_id', '=', brand_id).where('card_id', '=', card_id).executeTakeFirst()
}

/** Adds templates. */
export function insertCards(store: Store, rows: readonly CardRow[]): Promise<void> {
  return insertRows(store, 'cards', columns, rows)
}

/** Updates templates. */
export async function updateCards({ kind, database }: Store, rows: readonly CardRow[]): Promise<void> {
  await sql`
    update cards set state = given.state, modify_time = given.modify_time, revision = given.revision, details = given.details
    from ${rowSet(kind, columns, rows)}
    where cards.brand_id = given.brand_id and cards.card_id = given.card_id`.execute(database)
}

/** One page of a brand's templates, oldest first, and how many there are. */
export async function listCards({ database }: Store, brand_id: string, state: CardRow['state'] | undefined, offset: number, limit: number) {
  const matching = database
    .selectFrom('cards')
    .where('brand_id', '=', brand_id)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'CARD_EFFECTIVE'))
  const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching.selectAll().orderBy('create_time').orderBy('card_id').limit(limit).offset(offset).execute()
  return { rows, total_count: Number(total) }
}
