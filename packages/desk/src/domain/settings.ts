import { check } from '@card-member/sdk/contract'
import { DeskError } from '../contract/desk-error.ts'
import { allows } from '../contract/permission.ts'
import { defaultSettings, Settings } from '../contract/settings.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Store } from '../store/store.ts'
import { type Context, reading, secondsOf, write } from './context.ts'

/** What holds for a brand now. */
export async function settingsOf(context: Pick<Context, 'database'>, brand_id: string): Promise<Settings> {
  const row = await reading(context).database.selectFrom('settings').select('value').where('brand_id', '=', brand_id).executeTakeFirst()
  const own: Partial<Settings> = row === undefined ? {} : JSON.parse(row.value)
  return { ...defaultSettings, ...own }
}

/** The same for someone who may see it: whoever looks cards up there, or administers it. */
export function settingsFor(context: Context, actor: Actor, brand_id: string): Promise<Settings> {
  if (!allows(actor.grants, 'administer', brand_id)) demand(actor, 'look_up', brand_id)
  return settingsOf(context, brand_id)
}

/** Changes some of a brand's settings: those that others change at the same moment stay changed. */
export async function changeSettings(context: Context, actor: Actor, brand_id: string, change: Partial<Settings>): Promise<Settings> {
  demand(actor, 'administer', brand_id)
  return write(context, async (store) => {
    const settings = { ...defaultSettings, ...(await holdSettings(store, brand_id)), ...change }
    const [fault] = check(Settings, settings)
    if (fault) throw new DeskError('setting_wrong', { field: fault.pointer.slice(1), issue: fault.issue })
    const row = { value: JSON.stringify(settings), time: secondsOf(context.clock), changed_by: actor.staff_id }
    await store.database.updateTable('settings').set(row).where('brand_id', '=', brand_id).execute()
    await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'settings.change', facts: { ...change } }])
    return settings
  })
}

// A row that is not there cannot be held, so it is made first.
async function holdSettings({ kind, database }: Store, brand_id: string): Promise<Partial<Settings>> {
  const none = { brand_id, value: '{}', time: 0, changed_by: '' }
  await database
    .insertInto('settings')
    .values(none)
    .onConflict((conflict) => conflict.column('brand_id').doNothing())
    .execute()
  const query = database.selectFrom('settings').select('value').where('brand_id', '=', brand_id)
  const { value } = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirstOrThrow()
  return JSON.parse(value)
}
