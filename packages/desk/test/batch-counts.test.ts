import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { preflights, rowStates } from '../src/contract/batch.ts'
import { rowCountsOf } from '../src/store/batch-counts.ts'
import { insertBatchRows, pageOfRows } from '../src/store/batch-rows.ts'
import { migrationsFor } from '../src/store/migrations/index.ts'
import { markRowsSending, refuseRows, writeChecked, writeRowResults } from '../src/store/row-results.ts'
import type { Store } from '../src/store/store.ts'
import { DatabasePool } from './fixtures/database-pool.ts'
import { emptyRow } from './unknown-outcome/model-batch.ts'

const pool = new DatabasePool(migrationsFor)
afterAll(() => pool.close())

const brand_id = '1004'
const batches = ['one', 'two'] as const
const lastLine = 8

const place = { batch_id: fc.constantFrom(...batches), line: fc.integer({ min: 2, max: lastLine }) }
const states = fc.constantFrom(...rowStates)
const change = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), ...place, faulty: fc.boolean(), warned: fc.boolean() }),
  fc.record({ kind: fc.constant('check' as const), ...place, state: states, preflight: fc.constantFrom(...preflights) }),
  fc.record({ kind: fc.constant('uncheck' as const), ...place }),
  fc.record({ kind: fc.constant('send' as const), ...place }),
  fc.record({ kind: fc.constant('end' as const), ...place, state: states }),
  fc.record({ kind: fc.constant('refuse' as const), ...place }),
  fc.record({ kind: fc.constant('purge' as const), ...place }),
  fc.record({ kind: fc.constant('delete' as const), ...place }),
)
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

// Of no card, and without faults.
const told = { card_id: '', card_hash: null, openid_hash: null, code_last4: '', cells: '', consent_id: null, faults: null, warnings: null }

const faults = JSON.stringify([{ column: 'openid', fault: 'missing' }])
const result = { server_message: null, invalid_time: null, request_id: null, end_time: 1, code: null }

async function apply(store: Store, given: Change, exists: boolean): Promise<void> {
  const { batch_id, line } = given
  const key = { brand_id, batch_id, line }
  const row = (table: 'batch_rows') => store.database.updateTable(table).where('batch_id', '=', batch_id).where('line', '=', line)
  switch (given.kind) {
    case 'insert': {
      if (exists) return
      const found = { faults: given.faulty ? faults : null, warnings: given.warned ? faults : null }
      await insertBatchRows(store, [{ ...emptyRow, ...key, ...told, ...found, state: given.faulty ? 'rejected' : 'pending' }])
      return
    }
    case 'check':
      return writeChecked(store, [{ ...key, ...result, state: given.state, preflight: given.preflight, consent_id: null }])
    case 'uncheck':
      await row('batch_rows').set({ state: 'pending', preflight: null }).execute()
      return
    case 'send':
      return markRowsSending(store, [{ ...key, attempts: 1, invalidation_id: 'some' }])
    case 'end': {
      const sent = { invalidation_id: 'some', attempts: 1, request_count: 1, next_time: 0 }
      return writeRowResults(store, [{ ...key, ...result, ...sent, state: given.state }])
    }
    case 'refuse':
      await refuseRows(store, key, { lines: [line], code: 'DUPLICATE_ROW', faults }, 1)
      return
    case 'purge':
      await row('batch_rows').set({ cells: null }).execute()
      return
    case 'delete':
      await store.database.deleteFrom('batch_rows').where('batch_id', '=', batch_id).where('line', '=', line).execute()
  }
}

describe.each(kinds)('the kept counts of a batch on %s', (kind) => {
  test('equal a count of its rows after any changes, in one transaction or several, whether they commit or not', async () => {
    await using lent = await pool.lend(kind)
    const { write, read } = lent.database
    const store = { kind, database: read }
    const step = fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 6 }), commits: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        await write.deleteFrom('batch_rows').execute()
        for (const { changes, commits } of steps) {
          const run = write.transaction().execute(async (database) => {
            for (const given of changes) {
              const { batch_id, line } = given
              const rows = database.selectFrom('batch_rows').select('line').where('batch_id', '=', batch_id).where('line', '=', line)
              const row = await rows.executeTakeFirst()
              await apply({ kind, database }, given, row !== undefined)
            }
            if (!commits) throw new Error('rolled back')
          })
          await run.catch((error: Error) => expect(error.message).toBe('rolled back'))
        }
        for (const batch_id of batches) {
          const key = { brand_id, batch_id }
          const kept = await rowCountsOf(store, key)
          const rows = await pageOfRows(store, key, { after: 0, limit: 1_000 })
          const counted = (all: readonly string[], of: (row: (typeof rows)[number]) => string | null) =>
            Object.fromEntries(all.flatMap((name) => [[name, rows.filter((row) => of(row) === name).length]]))
          expect(kept.byState()).toEqual(counted(rowStates, ({ state }) => state))
          const found = counted(preflights, ({ preflight }) => preflight)
          expect({ ...counted(preflights, () => null), ...kept.byPreflight() }).toEqual(found)
          // A filter lets through as many rows as are counted for it.
          const filters = [
            {},
            { faulty: true },
            { warned: true },
            { planned: true },
            { states: ['pending', 'done'] as const },
            { preflight: 'expired' as const, states: ['pending'] as const, warned: true },
          ]
          for (const filter of filters)
            expect(kept.matching(filter)).toBe((await pageOfRows(store, key, { after: 0, limit: 1_000, ...filter })).length)
        }
      }),
      { numRuns: kind === 'sqlite' ? 60 : 30 },
    )
  })

  test('agree after changes of several connections at once', async () => {
    await using lent = await pool.lend(kind)
    const { write, read } = lent.database
    const rows = Array.from({ length: 400 }, (_, index) => {
      return { ...emptyRow, ...told, brand_id, batch_id: 'one', line: index + 2 }
    })
    await insertBatchRows({ kind, database: write }, rows)
    const change = (from: number, state: 'done' | 'rejected') =>
      write.transaction().execute(async (database) => {
        const some = rows.slice(from, from + 20)
        const store = { kind, database }
        await markRowsSending(
          store,
          some.map((row) => ({ ...row, attempts: 1, invalidation_id: 'some' })),
        )
        const sent = { invalidation_id: 'some', attempts: 1, request_count: 1, next_time: 0 }
        await writeRowResults(
          store,
          some.map((row) => ({ ...row, ...result, ...sent, state })),
        )
      })
    await Promise.all(Array.from({ length: 15 }, (_, index) => change(index * 20, index % 3 === 0 ? 'rejected' : 'done')))
    expect((await rowCountsOf({ kind, database: read }, { brand_id, batch_id: 'one' })).byState()).toMatchObject({
      pending: 100,
      sending: 0,
      done: 200,
      rejected: 100,
    })
  })

  test('let rows be listed from any place, empty lines of the file or not', async () => {
    await using lent = await pool.lend(kind)
    const store = { kind, database: lent.database.write }
    const add = (batch_id: string, lines: readonly number[]) =>
      insertBatchRows(
        store,
        lines.map((line) => ({
          ...emptyRow,
          ...told,
          brand_id,
          batch_id,
          line,
          state: line % 3 === 0 ? ('rejected' as const) : ('pending' as const),
        })),
      )
    const whole = Array.from({ length: 40 }, (_, index) => index + 2)
    const gaps = whole.filter((line) => line % 7 !== 0)
    await add('whole', whole)
    await add('gaps', gaps)
    for (const [batch_id, lines] of [
      ['whole', whole],
      ['gaps', gaps],
    ] as const)
      for (const filter of [{}, { states: ['rejected'] as const }, { states: ['rejected'] as const, preflight: 'expired' as const }])
        for (const [after, offset] of [
          [0, 0],
          [0, 5],
          [11, 3],
          [0, 39],
          [0, 60],
        ] as const) {
          const rows = await pageOfRows(store, { brand_id, batch_id }, { after, offset, limit: 4, ...filter })
          const matching = lines.filter((line) => line > after && (!('states' in filter) || line % 3 === 0) && !('preflight' in filter))
          expect(rows.map(({ line }) => line)).toEqual(matching.slice(offset, offset + 4))
        }
  })
})
