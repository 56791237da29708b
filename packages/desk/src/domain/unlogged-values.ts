import { isRecord } from '@card-member/sdk/contract'
import { deskTree } from '../audit/entry.ts'
import { listTrees } from '../store/audit-reading.ts'
import type { Store } from '../store/store.ts'
import { allSettings, grantEvents, settingEvents, staffGrants } from '../store/told-by-log.ts'
import { wholeDesk, withDefaults, withDeskDefaults } from './setting-changes.ts'

/** What holds something else than the log tells of it. */
export interface UnloggedValue {
  readonly tree: string
  readonly subject: string
}

/**
 * Staff, grants and settings that the log tells otherwise.
 *
 * @param only only those that this tree tells of
 */
export async function unloggedValues(store: Store, only: string | undefined): Promise<UnloggedValue[]> {
  const staff = (only ?? deskTree) === deskTree ? await unloggedStaff(store) : []
  return [...staff, ...(await unloggedSettings(store, only))]
}

/** Staff that no event names, and grants that are not those of their newest event. */
async function unloggedStaff(store: Store): Promise<UnloggedValue[]> {
  const told = new Map<string, string>()
  for (const { facts } of await grantEvents(store, deskTree)) {
    const { staff_id, grants } = read(facts)
    if (typeof staff_id === 'string' && Array.isArray(grants)) told.set(staff_id, textOf(grants.filter(isRecord)))
  }
  const staff = Map.groupBy(await staffGrants(store), ({ staff_id }) => staff_id)
  return [...staff].flatMap(([staff_id, rows]) => {
    const known = told.get(staff_id)
    if (known === undefined) return [{ tree: deskTree, subject: `staff ${staff_id}` }]
    const held = textOf(rows.filter(({ role }) => role !== null))
    return held === known ? [] : [{ tree: deskTree, subject: `grants ${staff_id}` }]
  })
}

/** Settings that are not what the events of their tree make of the defaults. After a purge, those that no kept event names are unknown. */
async function unloggedSettings(store: Store, only: string | undefined): Promise<UnloggedValue[]> {
  const trees = await listTrees(store)
  const found: UnloggedValue[] = []
  for (const [owner, value] of await allSettings(store)) {
    const tree = owner === wholeDesk ? deskTree : owner
    if ((only ?? tree) !== tree) continue
    const full: (json?: string) => object = owner === wholeDesk ? withDeskDefaults : withDefaults
    const events = await settingEvents(store, tree)
    const told: Record<string, unknown> = Object.assign({}, ...events.map(({ facts }) => read(facts)))
    const expected = new Map(Object.entries({ ...full(), ...told }))
    const isPurged = (trees.get(tree)?.first_index ?? 0) > 0
    for (const [name, held] of Object.entries(full(value))) {
      if (isPurged && !Object.hasOwn(told, name)) continue
      if (JSON.stringify(expected.get(name)) !== JSON.stringify(held)) found.push({ tree, subject: `settings ${name}` })
    }
  }
  return found
}

function textOf(grants: readonly Readonly<Record<string, unknown>>[]): string {
  return [...new Set(grants.map(({ brand_id, role }) => `${brand_id} ${role}`))].sort().join(', ')
}

function read(facts: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(facts)
  return isRecord(value) ? value : {}
}
