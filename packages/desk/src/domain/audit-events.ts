import type { ListedEvent } from '../audit/audit-log.ts'
import { deskTree } from '../audit/entry.ts'
import type { Fact } from '../audit/event.ts'
import { shownName } from '../contract/shown-name.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { auditedTrees } from '../store/audit-reading.ts'
import type { EventPlace } from '../store/audit-search.ts'
import { allStaff, type StaffRow } from '../store/staff.ts'
import { type Context, reading } from './context.ts'

/** Which events to list. Times are Unix seconds. */
export interface EventFilter {
  /** One brand's; `-` is the desk as a whole; all of them when left out. */
  readonly brand?: string | undefined
  readonly action?: string | undefined
  /** The name or id of a member of staff who acted or was acted on. */
  readonly staff?: string | undefined
  readonly batch_id?: string | undefined
  /** The last four of a card's code. */
  readonly last_four?: string | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
}

/** An event with the names of staff. */
export interface ReadableEvent {
  /** Unique in the desk: tree and index. */
  readonly event_id: string
  /** A brand's id, or `desk`. */
  readonly tree: string
  /** The position in the tree, from 0. */
  readonly index: number
  readonly time: number
  readonly staff_id: string
  readonly staff_name: string
  readonly action: string
  /** With the names of staff beside their ids. */
  readonly facts: Fact
}

const page = 1000

/** Events of the audit log, the newest first. */
export async function listEvents(context: Context, actor: Actor, filter: EventFilter, limit: number): Promise<ReadableEvent[]> {
  const { brand } = filter
  demand(actor, 'audit', brand === undefined || brand === '-' ? '*' : brand)
  const staff = await allStaff(reading(context))
  const names = new Map(staff.map((member) => [member.id, shownName(member)]))
  const wanted = filter.staff === undefined ? undefined : idAmong(staff, filter.staff)
  const trees = brand === undefined ? await auditedTrees(reading(context)) : [brand === '-' ? deskTree : brand]
  const found: ListedEvent[] = []
  for (const tree of trees) found.push(...(await ofTree(context, tree, { ...filter, staff: wanted }, limit)))
  return found
    .sort((a, b) => b.time - a.time || b.index - a.index)
    .slice(0, limit)
    .map(({ event_id, tree, index, time, actor: staff_id, action, facts }) => ({
      event_id,
      tree,
      index,
      time,
      staff_id,
      staff_name: names.get(staff_id) ?? staff_id,
      action,
      facts: named(facts, names),
    }))
}

/** Where a page of events begins that follows this one. */
export function cursorAfter({ time, index }: EventPlace): string {
  return `${time}-${index}`
}

/** The place that `cursorAfter` wrote. */
export function placeOfCursor(cursor: string): EventPlace {
  const [time = 0, index = 0] = cursor.split('-').map(Number)
  return { time, index }
}

/** The id of who is meant by an id or a name. */
export async function actorIdOf(context: Context, actor: string): Promise<string> {
  return idAmong(await allStaff(reading(context)), actor)
}

/** An id, the name of an account, or how somebody is shown; what two are called names the first of them. */
function idAmong(staff: readonly StaffRow[], called: string): string {
  const byAccount = staff.find(({ id, name }) => id === called || name === called)
  return (byAccount ?? staff.find((member) => shownName(member) === called || member.full_name === called))?.id ?? called
}

/** The names of the staff who acted in events, or whose ids are among their facts. */
export async function namesAmong(context: Context, events: readonly ListedEvent[]): Promise<Record<string, string>> {
  const ids = new Set<string>()
  for (const { actor, facts } of events) {
    ids.add(actor)
    collectTexts(facts, ids)
  }
  const staff = await allStaff(reading(context))
  return Object.fromEntries(staff.flatMap((member) => (ids.has(member.id) ? [[member.id, shownName(member)]] : [])))
}

/** The hashes of the cards that an event names. */
export function cardHashesIn({ facts }: Pick<ListedEvent, 'facts'>): string[] {
  const named = isRecord(facts) && Array.isArray(facts.found) ? [facts, ...facts.found] : [facts]
  return named.flatMap((fact) => (isRecord(fact) && typeof fact.card_hash === 'string' ? [fact.card_hash] : []))
}

function collectTexts(fact: Fact, texts: Set<string>): void {
  if (typeof fact === 'string') texts.add(fact)
  else if (typeof fact === 'object' && fact !== null) for (const value of Object.values(fact)) collectTexts(value, texts)
}

async function ofTree({ auditLog }: Context, tree: string, filter: EventFilter, limit: number): Promise<ListedEvent[]> {
  const { action, batch_id, since, until } = filter
  const times = { from: since, before: until === undefined ? undefined : until + 1 }
  const found: ListedEvent[] = []
  for (let after: EventPlace | undefined; found.length < limit; ) {
    const events = await auditLog.list({ tree, action, batch_id, times, after, limit: page })
    found.push(...events.filter((event) => fits(event, filter)))
    after = events.at(-1)
    if (events.length < page) break
  }
  return found.slice(0, limit)
}

function fits({ actor, facts }: ListedEvent, { staff, last_four }: EventFilter): boolean {
  if (staff !== undefined && actor !== staff && !holds(facts, 'staff_id', staff)) return false
  return last_four === undefined || holds(facts, 'code_last4', last_four)
}

/** Whether a fact has this value, however deep it is. */
function holds(facts: Fact, name: string, value: string): boolean {
  if (typeof facts !== 'object' || facts === null) return false
  return Object.entries(facts).some(([key, fact]) => (key === name && fact === value) || holds(fact, name, value))
}

function named(facts: Fact, names: ReadonlyMap<string, string>): Fact {
  if (!isRecord(facts)) return facts
  const name = typeof facts.staff_id === 'string' ? names.get(facts.staff_id) : undefined
  return name === undefined ? facts : { ...facts, staff_name: name }
}

function isRecord(facts: Fact): facts is { readonly [name: string]: Fact } {
  return typeof facts === 'object' && facts !== null && !Array.isArray(facts)
}
