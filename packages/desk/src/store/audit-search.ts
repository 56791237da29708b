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

const firstCard = (kind: Kind) => sql`substr(${after(kind, facts, cardName)}, 1, ${sql.lit(hashLength)})`
const secondCard = (kind: Kind) => sql`substr(${after(kind, after(kind, facts, cardName), cardName)}, 1, ${sql.lit(hashLength)})`
const hasSecondCard = (kind: Kind) => has(kind, after(kind, facts, cardName), cardName)
const hasThirdCard = (kind: Kind) => has(kind, after(kind, after(kind, facts, cardName), cardName), cardName)

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
    index('audit_events_by_card', sql`(${firstCard(kind)}), time`, sql`where ${has(kind, facts, cardName)}`),
    index('audit_events_by_second_card', sql`(${secondCard(kind)}), time`, sql`where ${hasSecondCard(kind)}`),
    // Members with so many cards of one brand are rare: these events are read one by one.
    index('audit_events_of_cards', sql`time`, sql`where ${hasThirdCard(kind)}`),
  ]
}

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
  const page = (conditions: readonly RawBuilder<unknown>[]) => sql<EventRow>`select tree, "index", time, actor, action, facts, leaf_hash
    from audit_events where ${sql.join([...places, ...conditions], sql` and `)} ${newest}`
  if (card_hash !== undefined) {
    const others = filtersOf(kind, search).map(({ filtered }) => filtered)
    const pages = cardFilters(kind, card_hash).map((filter) => sql`select * from (${page([filter, ...others])}) as page`)
    return (await sql<EventRow>`select * from (${sql.join(pages, sql` union all `)}) as found ${newest}`.execute(database)).rows
  }
  const filters = filtersOf(kind, search)
  const best = await narrowest({ kind, database }, tree, filters)
  return (await page(filters.map((filter) => (filter === best ? filter.indexed : filter.filtered))).execute(database)).rows
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

/** The card as the first, the second or a later one of an event: no event meets two of these. */
function cardFilters(kind: Kind, card_hash: string): RawBuilder<unknown>[] {
  const isFirst = sql`${firstCard(kind)} = ${card_hash}`
  const isSecond = sql`${secondCard(kind)} = ${card_hash}`
  const among = sql`${sql.raw(placeName(kind))}(facts, ${`${cardName}${card_hash}"`}) > 0`
  return [
    sql`${has(kind, facts, cardName)} and ${isFirst}`,
    sql`${hasSecondCard(kind)} and ${isSecond} and not ${isFirst}`,
    sql`${hasThirdCard(kind)} and ${among} and not ${isFirst} and not ${isSecond}`,
  ]
}
