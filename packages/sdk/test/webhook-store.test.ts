import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type EventStore, MemoryEventStore, type SqlEventStore, sqlEventStore } from '../src/webhook/index.ts'

let now = Date.parse('2026-07-14T02:00:00Z')
const clock = () => now

const database = new DatabaseSync(':memory:')
const pool = new pg.Pool({ connectionString: inject('postgres_url'), max: 8 })
const table = `events_${randomUUID().replaceAll('-', '')}`

const sqlite: SqlEventStore = sqlEventStore({ run: (sql, params) => database.prepare(sql).all(...params) }, { dialect: 'sqlite', clock })
const postgres: SqlEventStore = sqlEventStore(
  { run: async (sql, params) => (await pool.query(sql, [...params])).rows },
  { dialect: 'postgres', clock, table },
)

beforeAll(async () => {
  for (const store of [sqlite, postgres]) {
    await store.createTable()
    await store.createTable()
  }
})
afterAll(async () => {
  await pool.query(`DROP TABLE ${table}`)
  await pool.end()
  database.close()
})

const stores: readonly (readonly [string, EventStore])[] = [
  ['memory', new MemoryEventStore({ clock })],
  ['node:sqlite', sqlite],
  ['PostgreSQL', postgres],
]

describe.each(stores)('the event store in %s', (_name, store) => {
  const key = () => `id:${randomUUID()}`

  it('gives a key to one owner, and answers busy and then done to others', async () => {
    const one = key()
    expect(await store.claim(one, 'a', 1000)).toBe('taken')
    expect(await store.claim(one, 'b', 1000)).toBe('busy')
    await store.confirm(one, 'a', 1000)
    expect(await store.claim(one, 'b', 1000)).toBe('done')
    expect(await store.claim(key(), 'b', 1000)).toBe('taken')
  })

  it('gives a key to the next owner after a release', async () => {
    const one = key()
    await store.claim(one, 'a', 1000)
    await store.release(one, 'a')
    expect(await store.claim(one, 'b', 1000)).toBe('taken')
  })

  it('gives a key to the next owner when a lease ends, and then ignores the former owner', async () => {
    const one = key()
    await store.claim(one, 'a', 1000)
    now += 999
    expect(await store.claim(one, 'b', 1000)).toBe('busy')
    now += 1
    expect(await store.claim(one, 'b', 1000)).toBe('taken')
    await store.confirm(one, 'a', 1000)
    expect(await store.claim(one, 'c', 1000)).toBe('busy')
    await store.release(one, 'a')
    expect(await store.claim(one, 'c', 1000)).toBe('busy')
  })

  it('forgets handled events after keep_ms', async () => {
    const one = key()
    await store.claim(one, 'a', 1000)
    await store.confirm(one, 'a', 5000)
    now += 4999
    expect(await store.claim(one, 'b', 1000)).toBe('done')
    now += 1
    expect(await store.claim(one, 'b', 1000)).toBe('taken')
  })

  it('distinguishes keys that differ in case alone', async () => {
    const one = key()
    expect(await store.claim(`${one}a`, 'a', 1000)).toBe('taken')
    expect(await store.claim(`${one}A`, 'b', 1000)).toBe('taken')
  })

  it('lets exactly one of many take a key at the same moment, fresh or expired', async () => {
    const one = key()
    for (let round = 0; round < 3; round++) {
      const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => store.claim(one, `owner-${round}-${index}`, 1000)))
      expect(claims.filter((claim) => claim === 'taken')).toHaveLength(1)
      expect(claims.filter((claim) => claim === 'busy')).toHaveLength(19)
      now += 1000
    }
  })
})

describe('the store in a table', () => {
  it('deletes expired rows', async () => {
    const count = () => Number(database.prepare('SELECT count(*) AS n FROM card_member_events').get()?.n)
    await sqlite.claim('sweep:1', 'a', 1000)
    now += 10_000_000
    await sqlite.claim('sweep:2', 'a', 1000)
    await sqlite.sweep()
    expect(count()).toBe(1)
  })

  it('writes SQL that MySQL understands', async () => {
    const said: string[] = []
    const store = sqlEventStore({ run: (sql) => void said.push(sql) }, { dialect: 'mysql', clock, table: 'seen' })
    await store.claim('k', 'a', 1000)
    expect([store.schema, ...said]).toEqual([
      'CREATE TABLE IF NOT EXISTS seen (event_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, owner VARCHAR(64) NOT NULL, state VARCHAR(8) NOT NULL, expires BIGINT NOT NULL)',
      "INSERT IGNORE INTO seen (event_key, owner, state, expires) VALUES (?, ?, 'busy', ?)",
      'SELECT owner, state, expires FROM seen WHERE event_key = ?',
    ])
  })

  it('rejects an invalid table name', () => {
    expect(() => sqlEventStore({ run: () => [] }, { dialect: 'sqlite', table: 'x; DROP TABLE y' })).toThrow(
      new RangeError('"x; DROP TABLE y" is no name of a table: letters, digits and _ only'),
    )
  })
})

describe('the store in memory', () => {
  it('deletes expired keys', async () => {
    const store = new MemoryEventStore({ clock })
    for (let index = 0; index < 255; index++) await store.claim(`k${index}`, 'a', 1000)
    expect(store.size).toBe(255)
    now += 1000
    await store.claim('k255', 'a', 1000)
    expect(store.size).toBe(1)
  })
})
