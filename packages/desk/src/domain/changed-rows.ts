import { isRecord } from '@card-member/sdk/contract'
import { canonical } from '../audit/canonical.ts'
import { deskTree } from '../audit/entry.ts'
import { defaultDeskSettings, defaultSettings } from '../contract/settings.ts'
import { changedInvalidations, changesOf, loggedEvents, purgedBefore } from '../store/logged-state.ts'
import { listNotices } from '../store/notices.ts'
import { findSettings } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import { type Context, longReading } from './context.ts'
import { accountActions, LoggedAccounts } from './logged-accounts.ts'
import { noticeHashOf, noticeOfRow } from './notices.ts'
import { wholeDesk } from './setting-changes.ts'

/** What state each event of a change leaves it in. */
const changeStates: Readonly<Record<string, string>> = {
  'change.propose': 'pending',
  'change.confirm': 'applied',
  'change.due': 'applied',
  'change.stop': 'stopped',
  'change.expire': 'expired',
  'change.outdate': 'outdated',
}
const changeActions = Object.keys(changeStates)

/**
 * Rows of a tree that are not as its events say: they were changed around the audit log. Outcomes, settings, notices and changes that
 * wait; of the desk as a whole, roles, disabled accounts and passkeys as well. Rows whose events were purged are not judged.
 */
export async function changedRows(context: Context, tree: string): Promise<string[]> {
  // A desk that runs may write between two reads. What was changed around the log stays so.
  let found = await compare(context, tree)
  for (let again = 0; again < 2 && found.length > 0; again++) {
    const next = new Set(await compare(context, tree))
    found = found.filter((subject) => next.has(subject))
  }
  return found
}

async function compare(context: Context, tree: string): Promise<string[]> {
  const store = longReading(context)
  const kept_from = await purgedBefore(store, tree)
  const shared = [...(await changedSettings(store, tree, kept_from)), ...(await changedChanges(context, store, tree, kept_from))]
  if (tree === deskTree) return [...shared, ...(await changedAccounts(store))]
  const invalidations = await changedInvalidations(store, tree)
  return [...shared, ...(await changedNotices(store, tree, kept_from)), ...invalidations.map((id) => `invalidations ${id}`)]
}

async function changedAccounts(store: Store): Promise<string[]> {
  const accounts = new LoggedAccounts()
  for (const { action, facts } of await loggedEvents(store, deskTree, accountActions)) accounts.add(action, read(facts))
  return accounts.changed(store)
}

async function changedSettings(store: Store, tree: string, kept_from: number | undefined): Promise<string[]> {
  const isDesk = tree === deskTree
  const told: Record<string, unknown> = {}
  for (const { facts } of await loggedEvents(store, tree, ['settings.change'])) Object.assign(told, read(facts))
  const defaults: Readonly<Record<string, unknown>> = isDesk ? { ...defaultDeskSettings } : { ...defaultSettings }
  const stored = { ...defaults, ...read((await findSettings(store, isDesk ? wholeDesk : tree)) ?? '{}') }
  // Where the beginning was purged, a setting that no event names may have been set there.
  const expected = kept_from === undefined ? { ...defaults, ...told } : told
  return Object.entries(expected).flatMap(([name, value]) => {
    return JSON.stringify(stored[name]) === JSON.stringify(value) ? [] : [`settings ${name}`]
  })
}

async function changedNotices(store: Store, tree: string, kept_from = 0): Promise<string[]> {
  const told = new Map<unknown, unknown>()
  for (const { facts } of await loggedEvents(store, tree, ['notice.add'])) {
    const { version, notice_sha256 } = read(facts)
    told.set(version, notice_sha256)
  }
  const rows = await listNotices(store, tree)
  const isWrong = (row: (typeof rows)[number]) =>
    told.has(row.version) ? told.get(row.version) !== noticeHashOf(noticeOfRow(row)) : row.create_time >= kept_from
  const missing = [...told.keys()].filter((version) => !rows.some((row) => row.version === version))
  return [...rows.filter(isWrong).map(({ version }) => version), ...missing].map((version) => `notices ${version}`)
}

async function changedChanges({ changes }: Context, store: Store, tree: string, kept_from = 0): Promise<string[]> {
  const proposed = new Map<unknown, string>()
  const states = new Map<unknown, string | undefined>()
  for (const { action, facts } of await loggedEvents(store, tree, changeActions)) {
    const { change_id } = read(facts)
    if (action === 'change.propose') proposed.set(change_id, facts)
    states.set(change_id, changeStates[action])
  }
  const rows = await changesOf(store, tree === deskTree ? wholeDesk : tree)
  const wrong = rows.filter((row) => {
    const facts = proposed.get(row.change_id)
    if (facts === undefined) return row.propose_time >= kept_from
    return canonical(changes.factsOf(row)) !== facts || states.get(row.change_id) !== row.state
  })
  return wrong.map(({ change_id }) => `pending_changes ${change_id}`)
}

function read(facts: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(facts)
  return isRecord(value) ? value : {}
}
