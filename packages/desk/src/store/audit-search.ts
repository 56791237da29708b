import { type RawBuilder, sql } from 'kysely'
import type { EventRow } from './audit-tables.ts'
import type { Store } from './store.ts'
import type { TimeRange } from './time-range.ts'

/** An event's place among those of its tree, the newest first. */
export interface EventPlace {
  readonly time: number
  readonly index: number
}

/** Which events of one tree. */
export interface EventSearch {
  readonly tree: string
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly batch_id?: string | undefined
  readonly card_hash?: string | undefined
  readonly times?: TimeRange | undefined
  /** Only what follows this place in the list: older events. */
  readonly after?: EventPlace | undefined
  readonly limit: number
}

type Kind = Store['kind']

// An id or a hash is found by its place in the canonical facts, so that no column beside them can say otherwise. A quotation mark
// within a text is escaped there, so that a text which somebody typed is not taken for a name.
const batchName = '"batch_id":"'
const cardName = '"card_hash":"'
const hashLength = 43
const facts = sql`facts`

const placeName = (kind: Kind) => (kind === 'postgres' ? 'strpos' : 'instr')
const placeOf = (kind: Kind, text: RawBuilder<unknown>, part: string) => sql`${sql.raw(placeName(kind))}(${text}, ${sql.lit(part)})`
const after = (kind: Kind, text: RawBuilder<unknown>, name: string) =>
  sql`substr(${text}, ${placeOf(kind, text, name)} + ${sql.lit(name.length)})`
const has = (kind: Kind, text: RawBuilder<unknown>, name: string) => sql`${placeOf(kind, text, name)} > 0`

function batchOf(kind: Kind): RawBuilder<unknown> {
  const rest = after(kind, facts, batchName)
  return sql`substr(${rest}, 1, ${placeOf(kind, rest, '"')} - 1)`
}

const firstCard = (kind: Kind, length = hashLength) => sql`substr(${after(kind, facts, cardName)}, 1, ${sql.lit(length)})`
const secondCard = (kind: Kind, length = hashLength) =>
  sql`substr(${after(kind, after(kind, facts, cardName), cardName)}, 1, ${sql.lit(length)})`
const hasSecondCard = (kind: Kind) => has(kind, after(kind, facts, cardName), cardName)
const hasThirdCard = (kind: Kind) => has(kind, after(kind, after(kind, facts, cardName), cardName), cardName)

// A card's hash is random. In an index over all events, every event would change a page of its own; in one that keeps so many events
// together, with the beginning of each hash alone, the newest events share a few pages. A search looks into each block.
const blockEvents = 512
const hashBeginning = 4
const block = sql`("index" / ${sql.lit(blockEvents)})`

/** The indexes of the search, for the migration. */
export function auditIndexes(kind: Kind): RawBuilder<unknown>[] {
  const index = (name: string, columns: RawBuilder<unknown>, where = sql``) =>
    sql`create index ${sql.ref(name)} on audit_events (tree, ${columns}, "index") ${where}`
  return [
    index('audit_events_by_time', sql`time`),
    index('audit_events_by_actor', sql`actor, time`),
    index('audit_events_by_action', sql`action, time`),
    index('audit_events_by_actor_action', sql`actor, action, time`),
    index('audit_events_by_batch', sql`(${batchOf(kind)}), time`, sql`where ${has(kind, facts, batchName)}`),
    index('audit_events_by_card', sql`${block}, (${firstCard(kind, hashBeginning)})`),
    index('audit_events_by_second_card', sql`${block}, (${secondCard(kind, hashBeginning)})`, sql`where ${hasSecondCard(kind)}`),
    // Members with so many cards of one brand are rare: these events are read one by one.
    index('audit_events_of_cards', sql`time`, sql`where ${hasSecondCard(kind)} and ${hasThirdCard(kind)}`),
  ]
}

const columns = sql`tree, "index", time, actor, action, facts, leaf_hash`
const allOf = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` and `)

/** Events of one tree, the newest first. */
export async function searchEvents({ kind, database }: Store, search: EventSearch): Promise<EventRow[]> {
  const { tree, card_hash, times: { from, before } = {}, after: place, limit } = search
  const places = [
    sql`tree = ${tree}`,
    ...(from === undefined ? [] : [sql`time >= ${from}`]),
    ...(before === undefined ? [] : [sql`time < ${before}`]),
    ...(place === undefined ? [] : [sql`(time, "index") < (${place.time}, ${place.index})`]),
  ]
  const newest = sql`order by time desc, "index" desc limit ${limit}`
  if (card_hash !== undefined) {
    const others = filtersOf(kind, search).map(({ filtered }) => filtered)
    const { blocked, listed } = cardFilters(kind, card_hash)
    const blocks = blocked.map((filter) => sql`${sql.ref(filter.blocks)}(number) as (${blocksOf(kind, tree, filter)})`)
    const found = [
      ...blocked.map((filter) => inBlocks(kind, filter, [...places, filter.meant, ...others])),
      sql`select ${columns} from audit_events where ${allOf([...places, listed, ...others])}`,
    ]
    const { rows } = await sql<EventRow>`with recursive ${sql.join(blocks)}
      select * from (${sql.join(found, sql` union all `)}) as found ${newest}`.execute(database)
    return rows
  }
  const filters = filtersOf(kind, search)
  const best = await narrowest({ kind, database }, tree, filters)
  const conditions = filters.map((filter) => (filter === best ? filter.indexed : filter.filtered))
  const { rows } = await sql<EventRow>`select ${columns} from audit_events where ${allOf([...places, ...conditions])} ${newest}`.execute(
    database,
  )
  return rows
}

/** A condition, once as its index answers it, and once so that no index is looked for. */
interface Filter {
  readonly indexed: RawBuilder<unknown>
  readonly filtered: RawBuilder<unknown>
}

function filtersOf(kind: Kind, { actor, action, batch_id }: EventSearch): Filter[] {
  const filters: Filter[] = []
  const is = (name: 'actor' | 'action', value: string) => ({
    indexed: sql`${sql.ref(name)} = ${value}`,
    filtered: sql`${sql.ref(name)} || '' = ${value}`,
  })
  if (batch_id !== undefined) {
    const named = has(kind, facts, batchName)
    filters.push({
      indexed: sql`${named} and ${batchOf(kind)} = ${batch_id}`,
      filtered: sql`${named} and ${batchOf(kind)} || '' = ${batch_id}`,
    })
  }
  if (actor !== undefined && action !== undefined) {
    const [one, other] = [is('actor', actor), is('action', action)]
    filters.push({ indexed: sql`${one.indexed} and ${other.indexed}`, filtered: sql`${one.filtered} and ${other.filtered}` })
  } else if (actor !== undefined) filters.push(is('actor', actor))
  else if (action !== undefined) filters.push(is('action', action))
  return filters
}

const countedMost = 20_000

/** The condition that the fewest events meet: one batch may have millions of events, and so may one person. */
async function narrowest({ database }: Store, tree: string, filters: readonly Filter[]): Promise<Filter | undefined> {
  const [first, second] = filters
  if (first === undefined || second === undefined) return first
  const counts = filters.map(
    ({ indexed }) =>
      sql`(select count(*) from (select 1 from audit_events where tree = ${tree} and ${indexed} order by time limit ${countedMost}) as counted)`,
  )
  const { rows } = await sql<{ one: number; other: number }>`select ${counts[0]} as one, ${counts[1]} as other`.execute(database)
  return Number(rows[0]?.other) < Number(rows[0]?.one) ? second : first
}

/** A condition that an index in blocks answers. */
interface BlockedFilter {
  readonly index: string
  /** What the list of the index's blocks is called. */
  readonly blocks: string
  /** Which events are in the index. */
  readonly held: RawBuilder<unknown>
  readonly meant: RawBuilder<unknown>
}

/** The card as the first, the second or a later one of an event: no event meets two of these. */
function cardFilters(kind: Kind, card_hash: string): { readonly blocked: readonly BlockedFilter[]; readonly listed: RawBuilder<unknown> } {
  const beginning = card_hash.slice(0, hashBeginning)
  const isFirst = sql`${firstCard(kind)} = ${card_hash}`
  const isSecond = sql`${secondCard(kind)} = ${card_hash}`
  const among = sql`${sql.raw(placeName(kind))}(facts, ${`${cardName}${card_hash}"`}) > 0`
  return {
    blocked: [
      {
        index: 'audit_events_by_card',
        blocks: 'first_blocks',
        held: sql`true`,
        meant: sql`${firstCard(kind, hashBeginning)} = ${beginning} and ${has(kind, facts, cardName)} and ${isFirst}`,
      },
      {
        index: 'audit_events_by_second_card',
        blocks: 'second_blocks',
        held: hasSecondCard(kind),
        meant: sql`${secondCard(kind, hashBeginning)} = ${beginning} and ${hasSecondCard(kind)} and ${isSecond} and not ${isFirst}`,
      },
    ],
    listed: sql`${hasSecondCard(kind)} and ${hasThirdCard(kind)} and ${among} and not ${isFirst} and not ${isSecond}`,
  }
}

// SQLite would read the table in its order unless it is told; PostgreSQL takes the index by itself.
const through = (kind: Kind, { index }: BlockedFilter) => (kind === 'sqlite' ? sql`indexed by ${sql.ref(index)}` : sql``)

/** The numbers of the blocks that an index has of a tree: each is the next one after the last. The last row is null. */
function blocksOf(kind: Kind, tree: string, filter: BlockedFilter): RawBuilder<unknown> {
  const next = (after: RawBuilder<unknown>) => sql`(select ${block} from audit_events ${through(kind, filter)}
    where tree = ${tree} and ${filter.held} ${after} order by ${block} limit 1)`
  const blocks = sql.ref(filter.blocks)
  return sql`select ${next(sql``)} union all select ${next(sql`and ${block} > ${blocks}.number`)} from ${blocks} where ${blocks}.number is not null`
}

/** The events of each block that meet conditions. */
function inBlocks(kind: Kind, filter: BlockedFilter, conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const blocks = sql.ref(filter.blocks)
  const where = sql`where ${block} = ${blocks}.number and ${allOf(conditions)}`
  if (kind === 'sqlite') return sql`select ${columns} from ${blocks} cross join audit_events ${through(kind, filter)} ${where}`
  // One look into the index for each block: the offset keeps the planner from joining both as wholes.
  return sql`select found.* from ${blocks} cross join lateral (select ${columns} from audit_events ${where} offset 0) as found`
}
