import { transact } from '@card-member/service/database'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { ListedEvent } from '../src/audit/audit-log.ts'
import type { AuditEvent } from '../src/audit/event.ts'
import type { EventSearch } from '../src/store/audit-search.ts'
import { type AuditFixture, closeAuditLogs, makeAuditLog } from './fixtures/audit-log.ts'

afterAll(closeAuditLogs)

const hashOf = (digit: number) => `${digit}`.repeat(43)
const actors = ['s-1', 's-2', 'desk', '']
const actions = ['batch.run', 'card.look_up', 'invalidation.begin']
const batches = ['b-mi3k2x9q-4f0c9a7d11', 'b-mi3k2x9q-4f0c9a7d12', 'b']

/** An event that names a batch, several cards, or nothing; texts that look like names are among the facts. */
const anEvent = fc.record({
  brand_id: fc.constantFrom('1004', '1005'),
  actor: fc.constantFrom(...actors),
  action: fc.constantFrom(...actions),
  facts: fc.oneof(
    fc.record({ batch_id: fc.constantFrom(...batches, null), card_hash: fc.integer({ min: 1, max: 3 }).map(hashOf) }),
    fc.record({ found: fc.array(fc.record({ card_hash: fc.integer({ min: 1, max: 3 }).map(hashOf) }), { maxLength: 3 }) }),
    fc.record({ reason: fc.constantFrom(`"batch_id":"${batches[0]}"`, `"card_hash":"${hashOf(1)}"`, '说明 "batch_id":"b"') }),
  ),
})

const aSearch = fc.record(
  {
    actor: fc.constantFrom(...actors),
    action: fc.constantFrom(...actions),
    batch_id: fc.constantFrom(...batches),
    card_hash: fc.integer({ min: 1, max: 3 }).map(hashOf),
    times: fc.record({ from: fc.integer({ min: 0, max: 4 }), before: fc.integer({ min: 0, max: 5 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)
const both: Omit<EventSearch, 'tree' | 'limit'> = { batch_id: batches[0], actor: 'desk', action: 'batch.run' }

function names(facts: unknown, name: string, value: string): boolean {
  if (typeof facts !== 'object' || facts === null) return false
  return Object.entries(facts).some(([key, fact]) => (key === name && fact === value) || names(fact, name, value))
}

function isMeant({ actor, action, facts, time }: ListedEvent, search: Omit<EventSearch, 'tree' | 'limit'>): boolean {
  return (
    (search.actor ?? actor) === actor &&
    (search.action ?? action) === action &&
    (search.batch_id === undefined || names(facts, 'batch_id', search.batch_id)) &&
    (search.card_hash === undefined || names(facts, 'card_hash', search.card_hash)) &&
    time >= (search.times?.from ?? 0) &&
    time < (search.times?.before ?? Number.POSITIVE_INFINITY)
  )
}

/** Writes events at times that go forward and back. */
async function fill(made: AuditFixture, events: readonly AuditEvent[]): Promise<number> {
  const begin = made.clock.seconds
  for (const [at, event] of events.entries()) {
    await made.auditLog.note([event])
    made.clock.advance(at % 5 === 4 ? -3 : 1)
  }
  return begin
}

async function pages(made: AuditFixture, search: Omit<EventSearch, 'limit'>, limit: number): Promise<ListedEvent[]> {
  const found: ListedEvent[] = []
  for (let page: ListedEvent[] = []; ; ) {
    page = await made.auditLog.list({ ...search, limit, after: page.at(-1) })
    found.push(...page)
    if (page.length < limit) return found
  }
}

describe.each(kinds)('the search of events on %s', (kind) => {
  test('finds by every filter and page by page exactly what a reading of all events finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anEvent, { minLength: 5, maxLength: 30 }),
        fc.array(aSearch, { minLength: 5, maxLength: 10 }),
        fc.integer({ min: 1, max: 7 }),
        async (events, searches, limit) => {
          await using made = await makeAuditLog(kind)
          const begin = await fill(made, events)
          const all = await made.auditLog.list({ tree: '1004', limit: 1000 })
          expect(all).toEqual(all.toSorted((a, b) => b.time - a.time || b.index - a.index))
          expect(all).toHaveLength(events.filter(({ brand_id }) => brand_id === '1004').length)
          for (const { times, ...rest } of [both, ...searches]) {
            const shifted = { from: times?.from && begin + times.from, before: times?.before && begin + times.before }
            const search = { ...rest, times: shifted }
            expect(await pages(made, { tree: '1004', ...search }, limit)).toEqual(all.filter((event) => isMeant(event, search)))
          }
        },
      ),
      { numRuns: kind === 'sqlite' ? 15 : 6 },
    )
  })

  test('finds a card in every block of the index, whichever process wrote the event, after a rollback and after a purge', async () => {
    await using made = await makeAuditLog(kind)
    const [card, alike, another] = [hashOf(1), `${hashOf(1).slice(0, -1)}2`, hashOf(3)]
    // The blocks of the index have 512 events each; of 400 events at a time one names the card alone and one as the second of two.
    const seen = (facts: AuditEvent['facts']): AuditEvent => ({ brand_id: '1004', actor: 's-1', action: 'card.look_up', facts })
    const round = Array.from({ length: 400 }, (_, at) => seen({ card_hash: at % 2 === 0 ? alike : another }))
      .with(7, seen({ card_hash: card }))
      .with(300, seen({ found: [{ card_hash: alike }, { card_hash: card }] }))
    const other = await made.another()
    for (let turn = 0; turn < 6; turn++) {
      await (turn % 2 ? other : made.auditLog).note(round)
      made.clock.advance(10)
    }
    const undone = transact(made.database, async (store) => {
      await made.auditLog.append(store, round)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    const indexesOf = async (card_hash: string) => (await pages(made, { tree: '1004', card_hash }, 3)).map(({ index }) => index)
    const turns = [5, 4, 3, 2, 1, 0]
    expect(await indexesOf(card)).toEqual(turns.flatMap((turn) => [turn * 400 + 300, turn * 400 + 7]))
    expect(await indexesOf(hashOf(4))).toEqual([])
    expect(await made.auditLog.list({ tree: '1005', card_hash: card, limit: 1 })).toEqual([])

    const { first_index } = await made.auditLog.purge('1004', made.clock.seconds - 35)
    expect(first_index).toBe(1200)
    expect(await indexesOf(card)).toEqual(turns.slice(0, 3).flatMap((turn) => [turn * 400 + 300, turn * 400 + 7]))
  })

  test('every filter reads an index and nothing else', async () => {
    await using made = await makeAuditLog(kind)
    if (kind === 'postgres') return
    const planOf = async (where: string) =>
      (await made.rows(`explain query plan select * from audit_events where tree = '1' ${where} order by time desc, "index" desc limit 5`))
        .map(({ detail }) => detail)
        .join()
    expect(await planOf('')).toContain('audit_events_by_time (tree=?)')
    expect(await planOf("and actor = 'a'")).toContain('audit_events_by_actor (tree=? AND actor=?)')
    expect(await planOf("and action = 'a' and time >= 5")).toContain('audit_events_by_action (tree=? AND action=? AND time>?)')
    expect(await planOf("and action = 'a' and actor = 'a'")).toContain('audit_events_by_actor_action (tree=? AND actor=? AND action=?)')
    expect(await planOf("and action = 'a' and actor = 'a'")).not.toContain('B-TREE')
  })
})
