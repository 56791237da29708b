import { type Actor, demand } from '../people/actor.ts'
import type { ListedEntry } from '../record/audit-record.ts'
import type { Fact } from '../record/entry.ts'
import { allPeople } from '../store/people.ts'
import { recordedBrands } from '../store/record-reading.ts'
import { type Means, reading } from './means.ts'

/** Which events somebody wants to see. Times are Unix seconds. */
export interface EventFilter {
  /** One brand's; `-` is the desk as a whole; all of them when left out. */
  readonly brand?: string | undefined
  readonly action?: string | undefined
  /** By the name or id of a person, as who did it or whom it was done to. */
  readonly person?: string | undefined
  readonly batch_id?: string | undefined
  /** The last four of a card's code. */
  readonly last_four?: string | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
}

/** An event as people read it. */
export interface AuditEvent {
  /** Unique in the desk: brand and number. */
  readonly event_id: string
  readonly brand_id: string
  readonly time: number
  readonly staff_id: string
  readonly staff_name: string
  readonly action: string
  /** With the names of people beside their ids. */
  readonly facts: Fact
}

const page = 1000

/** Events of the audit log, the newest first. */
export async function listEvents(means: Means, actor: Actor, filter: EventFilter, limit: number): Promise<AuditEvent[]> {
  const { brand } = filter
  demand(actor, 'audit', brand === undefined || brand === '-' ? '*' : brand)
  const names = new Map((await allPeople(reading(means))).map(({ id, name }) => [id, name]))
  const wanted = [...names].find(([id, name]) => filter.person !== undefined && (id === filter.person || name === filter.person))?.[0]
  const chains = brand === undefined ? [...new Set(['', ...(await recordedBrands(reading(means)))])] : [brand === '-' ? '' : brand]
  const found: ListedEntry[] = []
  for (const brand_id of chains) found.push(...(await ofChain(means, brand_id, { ...filter, person: wanted ?? filter.person }, limit)))
  return found
    .sort((a, b) => b.time - a.time || b.sequence - a.sequence)
    .slice(0, limit)
    .map(({ brand_id, sequence, time, actor: staff_id, action, facts }) => ({
      event_id: `${brand_id || '-'}/${sequence}`,
      brand_id: brand_id || '-',
      time,
      staff_id,
      staff_name: names.get(staff_id) ?? staff_id,
      action,
      facts: named(facts, names),
    }))
}

async function ofChain({ recorder }: Means, brand_id: string, filter: EventFilter, limit: number): Promise<ListedEntry[]> {
  const { action, since = 0 } = filter
  const found: ListedEntry[] = []
  for (let before: number | undefined; found.length < limit; ) {
    const entries = await recorder.list({
      brand_id,
      limit: page,
      ...(before === undefined ? {} : { before_sequence: before }),
      ...(action === undefined ? {} : { action }),
    })
    found.push(...entries.filter((entry) => fits(entry, filter)))
    const last = entries.at(-1)
    if (last === undefined || entries.length < page || last.time < since) break
    before = last.sequence
  }
  return found.slice(0, limit)
}

function fits({ actor, time, facts }: ListedEntry, { person, batch_id, last_four, since, until }: EventFilter): boolean {
  if ((since !== undefined && time < since) || (until !== undefined && time > until)) return false
  if (person !== undefined && actor !== person && !holds(facts, 'person_id', person)) return false
  if (batch_id !== undefined && !holds(facts, 'batch_id', batch_id)) return false
  return last_four === undefined || holds(facts, 'code_last4', last_four)
}

/** Whether a fact has this value, however deep it is. */
function holds(facts: Fact, name: string, value: string): boolean {
  if (typeof facts !== 'object' || facts === null) return false
  return Object.entries(facts).some(([key, fact]) => (key === name && fact === value) || holds(fact, name, value))
}

function named(facts: Fact, names: ReadonlyMap<string, string>): Fact {
  if (!isRecord(facts)) return facts
  const name = typeof facts.person_id === 'string' ? names.get(facts.person_id) : undefined
  return name === undefined ? facts : { ...facts, person_name: name }
}

function isRecord(facts: Fact): facts is { readonly [name: string]: Fact } {
  return typeof facts === 'object' && facts !== null && !Array.isArray(facts)
}
