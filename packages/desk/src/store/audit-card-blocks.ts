import { rowSet } from '@card-member/service/database'
import { sql } from 'kysely'
import type { CardBlockRow } from './audit-tables.ts'
import type { Store } from './store.ts'

// A card's hash is random: in an index over all events, every event would change a page of its own. A block has the beginnings of the
// hashes that so many events name, in one row which is written once, when the last of them is appended.

/** How many events a block has. */
export const blockEvents = 1024

/** What is before the hash of a card in canonical facts. A quotation mark within a text is escaped there. */
export const cardName = '"card_hash":"'

const beginningLength = 4

/** What a block has of a card's hash. */
export function beginningOf(card_hash: string): string {
  return card_hash.slice(0, beginningLength)
}

/** Adds the cards that facts name, by the beginnings of their hashes. */
export function addCards(found: Set<string>, facts: Iterable<string>): void {
  for (const fact of facts) {
    // SQLite stores anything in a column, whatever its type.
    const text = String(fact)
    for (let at = text.indexOf(cardName); at >= 0; at = text.indexOf(cardName, at)) {
      at += cardName.length
      found.add(text.slice(at, at + beginningLength))
    }
  }
}

/** Cards as a block has them: the beginning of each hash once, in order. */
export function cardsText(found: ReadonlySet<string>): string {
  return [...found].sort().join('')
}

/** The cards of a block by the facts of its events. */
export function cardsIn(facts: readonly string[]): string {
  const found = new Set<string>()
  addCards(found, facts)
  return cardsText(found)
}

/** The facts of the events from one index on, before another, in one text. */
export async function factsBetween({ kind, database }: Store, tree: string, from: number, before: number): Promise<string> {
  const all = sql.raw(kind === 'postgres' ? 'string_agg' : 'group_concat')
  const { rows } = await sql<{ facts: string | null }>`select ${all}(facts, ' ') as facts from audit_events
    where tree = ${tree} and "index" >= ${from} and "index" < ${before}`.execute(database)
  return rows[0]?.facts ?? ''
}

const blockColumns = { tree: 'text', number: 'bigint', cards: 'text' } as const

/** Stores blocks, in one statement. They take the place of what somebody else put there. */
export async function putCardBlocks({ kind, database }: Store, blocks: readonly CardBlockRow[]): Promise<void> {
  if (blocks.length === 0) return
  await sql`insert into audit_card_blocks (tree, number, cards) select tree, number, cards from ${rowSet(kind, blockColumns, blocks)} where true
    on conflict (tree, number) do update set cards = excluded.cards`.execute(database)
}

/** The cards of one block; undefined when it is not stored. */
export async function cardsOfBlock({ database }: Store, tree: string, number: number): Promise<string | undefined> {
  const query = database.selectFrom('audit_card_blocks').select('cards').where('tree', '=', tree).where('number', '=', number)
  return (await query.executeTakeFirst())?.cards
}

/** How many blocks from one number on, before another, are stored. */
export async function countCardBlocks({ database }: Store, tree: string, from: number, before: number): Promise<number> {
  const query = database.selectFrom('audit_card_blocks').select(({ fn }) => fn.countAll<number>().as('count'))
  const row = await query.where('tree', '=', tree).where('number', '>=', from).where('number', '<', before).executeTakeFirst()
  return Number(row?.count)
}

/** The numbers of stored blocks from one number on, before another, in order. */
export async function cardBlockNumbers({ database }: Store, tree: string, from: number, before: number): Promise<number[]> {
  const query = database.selectFrom('audit_card_blocks').select('number').where('tree', '=', tree)
  const rows = await query.where('number', '>=', from).where('number', '<', before).orderBy('number').execute()
  return rows.map(({ number }) => number)
}

/** Deletes the blocks with events before an index. */
export async function deleteCardBlocksBefore({ database }: Store, tree: string, index: number): Promise<void> {
  const before = Math.ceil(index / blockEvents)
  await database.deleteFrom('audit_card_blocks').where('tree', '=', tree).where('number', '<', before).execute()
}
