import type { AuditEvent } from '../audit/event.ts'
import { allows } from '../contract/permission.ts'
import { splitDeskSettings, splitSettings } from '../contract/setting-directions.ts'
import type { DeskSettings, Settings } from '../contract/settings.ts'
import { type Actor, demand, demandSecondFactor } from '../staff/actor.ts'
import type { ChangeRow } from '../store/changes.ts'
import { findSettings, lockSettings } from '../store/settings.ts'
import { type Context, reading, secondsOf, write } from './context.ts'
import {
  checkDeskSettings,
  checkSettings,
  findDeskSettings,
  lockDeskSettings,
  withDefaults,
  writeDeskSettings,
  writeSettings,
} from './setting-changes.ts'

/** Settings after a change, and the part of it that waits for a confirmation. */
export interface ChangedSettings<All> {
  readonly settings: All
  readonly pending: ChangeRow | undefined
}

/** The settings of a brand. */
export async function settingsOf(context: Pick<Context, 'database'>, brand_id: string): Promise<Settings> {
  return withDefaults(await findSettings(reading(context), brand_id))
}

/** The same for an actor who may look up cards of the brand, or administers it. */
export function settingsFor(context: Context, actor: Actor, brand_id: string): Promise<Settings> {
  if (!allows(actor.grants, 'administer', brand_id)) demand(actor, 'look_up', brand_id)
  return settingsOf(context, brand_id)
}

/** The settings of the desk as a whole. */
export function deskSettingsOf(context: Pick<Context, 'database'>): Promise<DeskSettings> {
  return findDeskSettings(reading(context))
}

/**
 * Changes some settings of a brand: what tightens is in force at once, what loosens waits. A change that others make at the same time
 * to other settings is kept.
 */
export async function changeSettings(
  context: Context,
  actor: Actor,
  brand_id: string,
  change: Partial<Settings>,
): Promise<ChangedSettings<Settings>> {
  demand(actor, 'administer', brand_id)
  demandSecondFactor(actor, secondsOf(context.clock))
  const by = actor.staff_id
  return write(context, async (store) => {
    const before = withDefaults(await lockSettings(store, brand_id))
    checkSettings({ ...before, ...change })
    const { at_once, waits } = splitSettings(before, change)
    const events: AuditEvent[] = []
    if (hasAny(at_once)) events.push(await writeSettings(store, brand_id, at_once, { by, clock: context.clock }))
    const proposed = hasAny(waits) ? await context.changes.propose(store, 'settings', { brand_id, change: waits }, by) : undefined
    if (proposed !== undefined) events.push(proposed.event)
    if (events.length > 0) await context.auditLog.append(store, events)
    return { settings: { ...before, ...at_once }, pending: proposed?.row }
  })
}

/** The same for the settings of the desk as a whole. */
export async function changeDeskSettings(
  context: Context,
  actor: Actor,
  change: Partial<DeskSettings>,
): Promise<ChangedSettings<DeskSettings>> {
  demand(actor, 'administer', '*')
  demandSecondFactor(actor, secondsOf(context.clock))
  const by = actor.staff_id
  return write(context, async (store) => {
    const before = await lockDeskSettings(store)
    checkDeskSettings({ ...before, ...change })
    const { at_once, waits } = splitDeskSettings(before, change)
    const events: AuditEvent[] = []
    if (hasAny(at_once)) events.push(await writeDeskSettings(store, at_once, { by, clock: context.clock }))
    const proposed = hasAny(waits) ? await context.changes.propose(store, 'desk_settings', { change: waits }, by) : undefined
    if (proposed !== undefined) events.push(proposed.event)
    if (events.length > 0) await context.auditLog.append(store, events)
    return { settings: { ...before, ...at_once }, pending: proposed?.row }
  })
}

function hasAny(part: object): boolean {
  return Object.keys(part).length > 0
}
