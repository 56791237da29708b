import { type Database, migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { createQueryId, type Kysely, type RootOperationNode } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { cardKey, findCards, listCards } from '../src/store/cards.ts'
import { readHistory } from '../src/store/history.ts'
import { migrationsFor } from '../src/store/migrations/index.ts'
import { findRequests } from '../src/store/requests.ts'
import type { Schema } from '../src/store/schema.ts'
import type { Store } from '../src/store/store.ts'
import {
  findUserCard,
  insertUserCards,
  listUserCards,
  lockHeldCards,
  lockUserCards,
  type UserCardRow,
  updateUserCards,
  userCardKey,
} from '../src/store/user-cards.ts'

const cards = 50_000
const brand_id = '1004'
const card_id = 'p-card'

describe.each(kinds)(`among ${cards} cards, rows are found by their keys on %s`, (kind) => {
  const stack = new AsyncDisposableStack()
  let database: Database<Schema>

  beforeAll(async () => {
    const made = stack.use(await makeDatabase(kind))
    database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
    stack.defer(() => database.close())
    await migrate(database.write, migrationsFor(kind))
    const chunk = 10_000
    for (let first = 0; first < cards; first += chunk)
      await insertUserCards(
        { kind, database: database.write },
        Array.from({ length: chunk }, (_, index) => rowOf(first + index)),
      )
    await made.rows('analyze')
  })
  afterAll(async () => stack.disposeAsync())

  // As many as one group commit takes at most.
  const some = Array.from({ length: 256 }, (_, index) => rowOf(index * 195))
  const key = rowOf(7)
  const by = {
    key: {
      sqlite: /SEARCH user_cards USING PRIMARY KEY \(brand_id=\? AND card_id=\? AND user_card_code=\?\)/,
      postgres: /Index Scan using user_cards_key on user_cards/,
    },
    member: {
      sqlite: /SEARCH user_cards USING (COVERING )?INDEX user_cards_by_member \(brand_id=\? AND openid=\?/,
      postgres: /Index Scan using user_cards_by_member on user_cards|Bitmap Index Scan on user_cards_by_member/,
    },
    held: {
      sqlite: /SEARCH user_cards USING INDEX user_cards_held \(brand_id=\? AND card_id=\? AND openid=\?\)/,
      postgres: /Index Scan using user_cards_held on user_cards/,
    },
  }

  test.each<[string, (store: Store) => Promise<unknown>, keyof typeof by]>([
    ['locking', (store) => lockUserCards(store, some), 'key'],
    ['locking one', (store) => lockUserCards(store, [key]), 'key'],
    ['updating', (store) => updateUserCards(store, some), 'key'],
    ['reading', (store) => findUserCard(store, key), 'key'],
    ['cards held', (store) => lockHeldCards(store, some), 'held'],
    ["a member's cards", (store) => listUserCards(store, { brand_id, openid: key.openid, state: undefined, now: 1 }, 0, 20), 'member'],
    [
      "a member's effective cards",
      (store) => listUserCards(store, { brand_id, openid: key.openid, state: 'EFFECTIVE', now: 1 }, 0, 20),
      'member',
    ],
  ])('%s', async (_, query, index) => {
    const plans = await plansOf(database, query)
    expect(plans).toMatch(by[index][kind])
    expect(plans).not.toMatch(/Seq Scan on user_cards|SCAN user_cards/)
    // Pages come in the order of the index: nothing is sorted to cut 20 off it.
    expect(plans).not.toMatch(/Sort Key|TEMP B-TREE/)
  })

  test('what the plans are of is what is found', async () => {
    const store = { kind, database: database.write }
    expect([...(await lockUserCards(store, some)).keys()].toSorted()).toEqual(some.map(userCardKey).toSorted())
    expect((await lockHeldCards(store, some)).size).toBe(some.length)
    expect((await findCards(store, [key])).has(cardKey(key))).toBe(false)
  })
})

// PostgreSQL scans tables this small whatever their keys; SQLite's plans do not depend on what is in them.
test('templates, their history and answers by request number are found by their keys', async () => {
  await using made = await makeDatabase('sqlite')
  const database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
  await using _closed = { [Symbol.asyncDispose]: () => database.close() }
  await migrate(database.write, migrationsFor('sqlite'))
  const request = { brand_id, caller_kind: 'partner', caller_id: '1900000001', operation: 'createCard', out_request_no: 'a' } as const
  const queries: ((store: Store) => Promise<unknown>)[] = [
    (store) => findCards(store, [{ brand_id, card_id }]),
    (store) => findRequests(store, [request]),
    (store) => readHistory(store, { brand_id, card_id, entity: 'user_card', entity_id: 'code' }),
    (store) => listCards(store, brand_id, undefined, 0, 20),
  ]
  for (const query of queries) {
    const plans = await plansOf(database, query)
    expect(plans).toMatch(/SEARCH (cards|requests|history) USING/)
    expect(plans).not.toMatch(/SCAN (cards|requests|history)|TEMP B-TREE/)
  }
})

/** The plans of all statements that a query of the store sends. */
async function plansOf({ kind, write }: Database<Schema>, query: (store: Store) => Promise<unknown>): Promise<string> {
  const nodes: RootOperationNode[] = []
  const watched: Kysely<Schema> = write.withPlugin({
    transformQuery: ({ node }) => {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await query({ kind, database: watched })
  const plans = await Promise.all(
    nodes.map(async (node) => {
      const compiled = write.getExecutor().compileQuery(node, createQueryId())
      const explain = kind === 'sqlite' ? 'explain query plan' : 'explain'
      const { rows } = await write.executeQuery<Record<string, unknown>>({ ...compiled, sql: `${explain} ${compiled.sql}` })
      return rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n')
    }),
  )
  return plans.join('\n')
}

function rowOf(index: number): UserCardRow {
  return {
    brand_id,
    card_id,
    user_card_code: `code-${index}`,
    code_state: 'ASSIGNED',
    openid: `openid-${index}`,
    user_card_state: 'EFFECTIVE',
    expire_time: null,
    pickup_time: 1_795_485_600,
    invalid_time: null,
    invalid_reason: null,
    point_balance: null,
    confirm_state: null,
    create_time: 1_795_485_600 + index,
    modify_time: 1_795_485_600 + index,
    revision: 1,
    details: '{"card_type":"NORMAL","valid_date_information":{"type":"PERMANENT"}}',
  }
}
