import { type Database, migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { createQueryId, type Kysely, type RootOperationNode } from 'kysely'
import { describe, expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { insertBatchRows, type NewRow } from '../src/store/batch-rows.ts'
import { analyzeRows, findInOpenBatches, findRepeated } from '../src/store/duplicate-rows.ts'
import { migrationsFor } from '../src/store/migrations/index.ts'
import type { Schema } from '../src/store/schema.ts'
import type { Store } from '../src/store/store.ts'

const brand_id = '1004'
const [mine, other] = ['batch-mine', 'batch-other']
const holder = { batch_id: other, create_time: 1_780_000_000 }

describe.each(kinds)('duplicates on %s', (kind) => {
  test('are found by one sort and one look-up each, however many rows there are, and the oldest batch that holds a card is named', async () => {
    await using made = await makeDatabase(kind)
    const database = await openDatabase<Schema>(parseDatabaseUrl(made.url))
    await using _closed = { [Symbol.asyncDispose]: () => database.close() }
    await migrate(database.write, migrationsFor(kind))
    const count = 20_000
    const rows = { kind, database: database.write }
    // Every tenth row of mine repeats the one before; the first hundred cards are in the other batch, too.
    await insertAll(
      rows,
      mine,
      Array.from({ length: count }, (_, index) => (index % 10 === 9 ? index - 1 : index)),
    )
    await insertAll(
      rows,
      other,
      Array.from({ length: count }, (_, index) => (index < 100 ? index : count + index)),
    )
    const store = { kind, database: database.long }
    await analyzeRows(store)

    const repeated = await findRepeated(store, { brand_id, batch_id: mine })
    expect(repeated).toEqual({ lines: Array.from({ length: count / 10 }, (_, index) => index * 10 + 11) })
    const elsewhere = await findInOpenBatches(store, { brand_id, batch_id: mine }, [holder])
    const lines = Array.from({ length: 100 }, (_, index) => index + 2)
    expect(elsewhere).toEqual([{ lines, holder }])
    expect(await findInOpenBatches(store, { brand_id, batch_id: mine }, [])).toEqual([])

    const younger = { batch_id: 'batch-younger', create_time: holder.create_time + 1 }
    await insertAll(rows, younger.batch_id, [50, 98, 99, 100, 101])
    expect(await findInOpenBatches(store, { brand_id, batch_id: mine }, [holder, younger])).toEqual([
      { lines, holder },
      { lines: [102, 103], holder: younger },
    ])

    const plans = [
      await planOf(database, (watched) => findRepeated(watched, { brand_id, batch_id: mine })),
      await planOf(database, (watched) => findInOpenBatches(watched, { brand_id, batch_id: mine }, [holder])),
    ]
    if (kind === 'sqlite') {
      expect(plans[1]).toMatch(/SEARCH batch_rows USING (PRIMARY KEY|INDEX batch_rows_by_state) \(brand_id=\? AND batch_id=\?/)
      expect(plans[1]).toMatch(/LIST SUBQUERY/)
      for (const plan of plans) expect(plan).not.toMatch(/SCAN (batch_rows|other)|CORRELATED/)
    } else {
      expect(plans[0]).toMatch(/WindowAgg/)
      expect(plans[1]).toMatch(/Hash (Semi |Right Semi )?Join/)
      expect(plans[1]).not.toMatch(/Nested Loop|SubPlan/)
    }
  })
})

async function insertAll(store: Store, batch_id: string, cards: readonly number[]): Promise<void> {
  const size = 2000
  for (let at = 0; at < cards.length; at += size)
    await insertBatchRows(
      store,
      cards.slice(at, at + size).map((card, index) => rowOf(batch_id, at + index + 2, card)),
    )
}

function rowOf(batch_id: string, line: number, card: number): NewRow {
  return {
    brand_id,
    batch_id,
    line,
    card_id: 'p-card',
    card_hash: `${(card * 7919) % 1_000_003}-${card}`,
    openid_hash: null,
    code_last4: '0000',
    cells: 'sealed',
    consent_channel: null,
    told_at: null,
    agreed_at: null,
    state: 'pending',
    code: null,
    faults: null,
    warnings: null,
    attempts: 0,
    request_count: 0,
    next_time: 0,
    end_time: null,
  }
}

/** The plans of what a query of the store sends. */
async function planOf({ kind, long }: Database<Schema>, query: (store: Store) => Promise<unknown>): Promise<string> {
  const nodes: RootOperationNode[] = []
  const database: Kysely<Schema> = long.withPlugin({
    transformQuery: ({ node }) => {
      nodes.push(node)
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await query({ kind, database })
  const plans = nodes.map(async (node) => {
    const compiled = long.getExecutor().compileQuery(node, createQueryId())
    const { rows } = await long.executeQuery<Record<string, unknown>>({
      ...compiled,
      sql: `${kind === 'sqlite' ? 'explain query plan' : 'explain'} ${compiled.sql}`,
    })
    return rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n')
  })
  return (await Promise.all(plans)).join('\n')
}
