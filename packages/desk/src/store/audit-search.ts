import { type RawBuilder, sql } from 'kysely'
import { beginningOf, blockEvents, cardName } from './audit-card-blocks.ts'
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
const facts = sql`facts`

const place = (kind: Kind) => sql.raw(kind === 'postgres' ? 'strpos' : 'instr')
const placeOf = (kind: Kind, text: RawBuilder<unknown>, part: string) => sql`${place(kind)}(${text}, ${sql.lit(part)})`
const has = (kind: Kind, text: RawBuilder<unknown>, name: string) => sql`${placeOf(kind, text, name)} > 0`

function batchOf(kind: Kind): RawBuilder<unknown> {
  const rest = sql`substr(${facts}, ${placeOf(kind, facts, batchName)} + ${sql.lit(batchName.length)})`
  return sql`substr(${rest}, 1, ${placeOf(kind, rest, '"')} - 1)`
}

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
  ]
}

const columns = sql`tree, "index", time, actor, action, facts, leaf_hash`
const allOf = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` and `)

/** Events of one tree, the newest first. */
export async function searchEvents({ kind, database }: Store, search: EventSearch): Promise<EventRow[]> {
  const { tree, card_hash, times: { from, before } = {}, after, limit } = search
  const places = [
    sql`tree = ${tree}`,
    ...(from === undefined ? [] : [sql`time >= ${from}`]),
    ...(before === undefined ? [] : [sql`time < ${before}`]),
    ...(after === undefined ? [] : [sql`(time, "index") < (${after.time}, ${after.index})`]),
  ]
  const newest = sql`order by time desc, "index" desc limit ${limit}`
  if (card_hash !== undefined) {
    const others = filtersOf(kind, search).map(({ filtered }) => filtered)
    const named = sql`${place(kind)}(facts, ${`${cardName}${card_hash}"`}) > 0`
    const { rows } =
      await sql<EventRow>`with ${cardRanges(kind, tree, card_hash)} ${inRanges(kind, tree, [named, ...others], places)} ${newest}`.execute(
        database,
      )
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

/**
 * Where in a tree a card may be named, as `ranges(first, last)`: the blocks that have the beginning of its hash, and whatever no block
 * covers, which is before the first, between two, and after the last.
 */
function cardRanges(kind: Kind, tree: string, card_hash: string): RawBuilder<unknown> {
  const size = sql.lit(blockEvents)
  const [least, most] = [sql.lit(Number.MIN_SAFE_INTEGER), sql.lit(Number.MAX_SAFE_INTEGER)]
  return sql`blocks(number, next) as (
      select number, lead(number) over (order by number) from audit_card_blocks where tree = ${tree}),
    ranges(first, last) as (
      select number * ${size}, number * ${size} + ${size} - 1 from audit_card_blocks
        where tree = ${tree} and ${place(kind)}(cards, ${beginningOf(card_hash)}) > 0
      union all select (number + 1) * ${size}, coalesce(next * ${size} - 1, ${most}) from blocks where next is null or next > number + 1
      union all select ${least}, coalesce((select min(number) * ${size} - 1 from blocks), ${most}))`
}

/** The events of each range that meet conditions. */
function inRanges(
  kind: Kind,
  tree: string,
  conditions: readonly RawBuilder<unknown>[],
  places: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const events = sql`audit_events where tree = ${tree} and "index" >= ranges.first and "index" <= ranges.last and ${allOf(conditions)}`
  // A range is read by the key: the offsets keep the planners from joining by another index.
  if (kind === 'sqlite')
    return sql`select * from (select ${columns} from ranges cross join ${events} limit -1 offset 0) as found where ${allOf(places)}`
  return sql`select found.* from ranges cross join lateral (select ${columns} from ${events} offset 0) as found where ${allOf(places)}`
}
