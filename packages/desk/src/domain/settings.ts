import { check } from '@card-member/sdk/contract'
import { DeskError } from '../contract/desk-error.ts'
import { allows } from '../contract/permission.ts'
import { defaultSettings, Settings } from '../contract/settings.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { findSettings, lockSettings, updateSettings } from '../store/settings.ts'
import { type Context, reading, secondsOf, write } from './context.ts'

/** The settings of a brand. */
export async function settingsOf(context: Pick<Context, 'database'>, brand_id: string): Promise<Settings> {
  return withDefaults(await findSettings(reading(context), brand_id))
}

/** The same for an actor who may look up cards of the brand, or administers it. */
export function settingsFor(context: Context, actor: Actor, brand_id: string): Promise<Settings> {
  if (!allows(actor.grants, 'administer', brand_id)) demand(actor, 'look_up', brand_id)
  return settingsOf(context, brand_id)
}

/** Changes some settings of a brand; a change that others make at the same time to other settings is kept. */
export async function changeSettings(context: Context, actor: Actor, brand_id: string, change: Partial<Settings>): Promise<Settings> {
  demand(actor, 'administer', brand_id)
  return write(context, async (store) => {
    const settings = { ...withDefaults(await lockSettings(store, brand_id)), ...change }
    const [fault] = check(Settings, settings)
    if (fault) throw new DeskError('setting_wrong', { field: fault.pointer.slice(1), issue: fault.issue })
    const row = { value: JSON.stringify(settings), time: secondsOf(context.clock), changed_by: actor.staff_id }
    await updateSettings(store, brand_id, row)
    await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'settings.change', facts: { ...change } }])
    return settings
  })
}

function withDefaults(value = '{}'): Settings {
  const own: Partial<Settings> = JSON.parse(value)
  return { ...defaultSettings, ...own }
}
