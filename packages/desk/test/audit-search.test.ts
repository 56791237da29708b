import { transact } from '@card-member/service/database'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { AuditLog, ListedEvent } from '../src/audit/audit-log.ts'
import type { AuditEvent } from '../src/audit/event.ts'
import type { EventSearch } from '../src/store/audit-search.ts'
import { type AuditFixture, bare, closeAuditLogs, makeAuditLog } from './fixtures/audit-log.ts'

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

/** Something that adds blocks of cards, takes some away, or must leave none. */
const aStep = fc.oneof(
  { weight: 3, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 1500 }) }) },
  fc.record({ undo: fc.integer({ min: 1, max: 1500 }) }),
  fc.record({ append_elsewhere: fc.integer({ min: 1, max: 1500 }) }),
  fc.record({ purge: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ lose: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ checkpoint: fc.constant(true) }),
)

/** Events that name one of 700 cards after the other, every third one two of them. */
class NamedCards {
  #count = 0

  card(number: number): string {
    return `${number % 700}`.padStart(4, '0').padEnd(43, 'x')
  }

  events(count: number): AuditEvent[] {
    return Array.from({ length: count }, () => {
      const card_hash = this.card(this.#count++)
      const found = this.#count % 3 === 0 ? [{ card_hash }, { card_hash: this.card(this.#count) }] : [{ card_hash }]
      return { brand_id: '1004', actor: 's-1', action: 'card.look_up', facts: { found } }
    })
  }
}

async function take(
  made: AuditFixture,
  other: AuditLog,
  named: NamedCards,
  step: typeof aStep extends fc.Arbitrary<infer Step> ? Step : never,
) {
  if ('append' in step) await made.auditLog.note(named.events(step.append))
  else if ('append_elsewhere' in step) await other.note(named.events(step.append_elsewhere))
  else if ('purge' in step) await made.auditLog.purge('1004', made.clock.seconds - step.purge)
  else if ('lose' in step) await made.rows(`delete from audit_card_blocks where number = ${step.lose}`)
  else if ('checkpoint' in step) await made.auditLog.writeCheckpoints()
  else {
    const undone = transact(made.database, async (store) => {
      await made.auditLog.append(store, named.events(step.undo))
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
  }
  made.clock.advance(1)
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

  test('finds a card in and between blocks of the index, whichever process wrote the event, after a rollback and after a purge', async () => {
    await using made = await makeAuditLog(kind)
    const [card, alike, another] = [hashOf(1), `${hashOf(1).slice(0, -1)}2`, hashOf(3)]
    // The blocks of the index have 1,024 events each; of 400 events at a time one names the card alone and one as the second of two.
    const seen = (facts: AuditEvent['facts']): AuditEvent => ({ brand_id: '1004', actor: 's-1', action: 'card.look_up', facts })
    const round = Array.from({ length: 400 }, (_, at) => seen({ card_hash: at % 2 === 0 ? alike : another }))
      .with(7, seen({ card_hash: card }))
      .with(300, seen({ found: [{ card_hash: alike }, { card_hash: card }] }))
    const other = await made.another()
    for (let turn = 0; turn < 10; turn++) {
      await (turn % 2 ? other : made.auditLog).note(round)
      made.clock.advance(10)
    }
    const undone = transact(made.database, async (store) => {
      await made.auditLog.append(store, [...round, ...round])
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    const numbers = async () =>
      (await made.rows("select number from audit_card_blocks where tree = '1004' order by number")).map(({ number }) => Number(number))
    expect(await numbers()).toEqual([0, 1, 2])
    const indexesOf = async (card_hash: string) => (await pages(made, { tree: '1004', card_hash }, 3)).map(({ index }) => index)
    const turns = Array.from({ length: 10 }, (_, at) => 9 - at)
    const all = turns.flatMap((turn) => [turn * 400 + 300, turn * 400 + 7])
    expect(await indexesOf(card)).toEqual(all)
    expect(await indexesOf(hashOf(4))).toEqual([])
    expect(await made.auditLog.list({ tree: '1005', card_hash: card, limit: 1 })).toEqual([])

    // A block that is gone hides nothing, and the next checkpoint makes it anew.
    const stored = () => made.rows("select number, cards from audit_card_blocks where tree = '1004' order by number")
    const before = await stored()
    await made.rows("delete from audit_card_blocks where tree = '1004' and number in (0, 1)")
    expect(await indexesOf(card)).toEqual(all)
    await made.auditLog.writeCheckpoints()
    expect(await stored()).toEqual(before)
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })

    const { first_index } = await made.auditLog.purge('1004', made.clock.seconds - 75)
    expect(first_index).toBe(1200)
    expect(await numbers()).toEqual([2])
    expect(await indexesOf(card)).toEqual(turns.slice(0, 7).flatMap((turn) => [turn * 400 + 300, turn * 400 + 7]))
    await made.auditLog.note(round)
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
    expect(await numbers()).toEqual([2, 3])
  })

  test('finds the same cards as a reading of all events, after any appends, rollbacks, purges and losses of blocks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 4, maxLength: 9 }), async (steps) => {
        await using made = await makeAuditLog(kind)
        const other = await made.another()
        const named = new NamedCards()
        for (const step of steps) await take(made, other, named, step)
        const all = await made.auditLog.list({ tree: '1004', limit: 100_000 })
        for (const card_hash of [0, 1, 350, 699].map((number) => named.card(number))) {
          const found = await made.auditLog.list({ tree: '1004', card_hash, limit: 100_000 })
          expect(found).toEqual(all.filter(({ facts }) => names(facts, 'card_hash', card_hash)))
        }
        expect(await made.auditLog.verify()).toMatchObject({ ok: true })
      }),
      { numRuns: kind === 'sqlite' ? 8 : 3 },
    )
  })

  test('is verified: what the index says of the cards is what the events say', async () => {
    await using made = await makeAuditLog(kind)
    const look = (at: number): AuditEvent => ({
      brand_id: '1004',
      actor: 's-1',
      action: 'card.look_up',
      facts: { card_hash: hashOf(at % 7) },
    })
    await made.auditLog.note(Array.from({ length: 2100 }, (_, at) => look(at)))
    expect(await made.rows('select tree, number, cards from audit_card_blocks order by number')).toMatchObject(
      [0, 1].map((number) => ({ tree: '1004', number, cards: '0000111122223333444455556666' })),
    )
    const wrong = { tree: '1004', index: 1024, through: 2047, kind: 'cards_wrong' }
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
    await made.rows("update audit_card_blocks set cards = '000011112222333344445555' where number = 1")
    expect(bare(await made.auditLog.verify())).toEqual([wrong])
    // A block of what is not full yet would hide its events.
    await made.rows("insert into audit_card_blocks (tree, number, cards) values ('1004', 2, '')")
    expect(bare(await made.auditLog.verify({ tree: '1004' }))).toEqual([{ ...wrong, through: 3071 }])
    await made.rows('delete from audit_card_blocks')
    expect(await made.auditLog.verify()).toMatchObject({ ok: true })
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
