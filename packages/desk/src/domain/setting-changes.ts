import { check } from '@card-member/sdk/contract'
import type { Clock } from '@card-member/sdk/protocol'
import type { AuditEvent } from '../audit/event.ts'
import type { ChangeValue } from '../contract/changes.ts'
import { DeskError } from '../contract/desk-error.ts'
import { DeskSettings, defaultDeskSettings, defaultSettings, Settings } from '../contract/settings.ts'
import type { ChangeHandler } from '../staff/change-handler.ts'
import { countLoosening, findSettings, lockSettings, updateSettings } from '../store/settings.ts'
import type { Store } from '../store/store.ts'

/** Whose settings the desk's own are stored as. */
export const wholeDesk = '*'

/** Settings as they are stored, with the defaults. */
export function withDefaults(value = '{}'): Settings {
  const own: Partial<Settings> = JSON.parse(value)
  return { ...defaultSettings, ...own }
}

/** The same of the desk as a whole. */
export async function findDeskSettings(store: Store): Promise<DeskSettings> {
  return withDeskDefaults(await findSettings(store, wholeDesk))
}

/** The same, locked until the transaction ends. */
export async function lockDeskSettings(store: Store): Promise<DeskSettings> {
  return withDeskDefaults(await lockSettings(store, wholeDesk))
}

function withDeskDefaults(value = '{}'): DeskSettings {
  const own: Partial<DeskSettings> = JSON.parse(value)
  return { ...defaultDeskSettings, ...own }
}

/** Who writes settings, and when. */
interface Writing {
  readonly by: string
  readonly clock: Clock
}

/** @throws {DeskError} setting_wrong */
export function checkSettings(settings: Settings): void {
  const [fault] = check(Settings, settings)
  if (fault) throw new DeskError('setting_wrong', { field: fault.pointer.slice(1), issue: fault.issue })
}

/** @throws {DeskError} setting_wrong */
export function checkDeskSettings(settings: DeskSettings): void {
  const [fault] = check(DeskSettings, settings)
  if (fault) throw new DeskError('setting_wrong', { field: fault.pointer.slice(1), issue: fault.issue })
}

/** Writes settings of a brand that the caller has locked, and returns the event of it. */
export async function writeSettings(
  store: Store,
  brand_id: string,
  change: Partial<Settings>,
  { by, clock }: Writing,
): Promise<AuditEvent> {
  const settings = { ...withDefaults(await lockSettings(store, brand_id)), ...change }
  checkSettings(settings)
  await updateSettings(store, brand_id, { value: JSON.stringify(settings), time: Math.floor(clock() / 1000), changed_by: by })
  return { brand_id, actor: by, action: 'settings.change', facts: { ...change } }
}

/** The same for the desk as a whole. */
export async function writeDeskSettings(store: Store, change: Partial<DeskSettings>, { by, clock }: Writing): Promise<AuditEvent> {
  const settings = { ...(await lockDeskSettings(store)), ...change }
  checkDeskSettings(settings)
  await updateSettings(store, wholeDesk, { value: JSON.stringify(settings), time: Math.floor(clock() / 1000), changed_by: by })
  return { brand_id: '', actor: by, action: 'settings.change', facts: { ...change } }
}

/** The changes of kind `settings`. */
export function settingChanges(clock: Clock): ChangeHandler<ChangeValue<'settings'>> {
  return {
    brandOf: ({ brand_id }) => brand_id,
    concernOf: () => undefined,
    factsOf: ({ change }) => ({ change: { ...change } }),
    lock: async (store, { brand_id }) => void (await lockSettings(store, brand_id)),
    basisOf: async (store, { brand_id, change }) => valuesOf(withDefaults(await findSettings(store, brand_id)), change),
    beforeOf,
    apply: async (store, { brand_id, change }, { proposed_by: by }) => {
      const event = await writeSettings(store, brand_id, change, { by, clock })
      // Approvals were given under tighter settings.
      await countLoosening(store, brand_id)
      return [event]
    },
  }
}

/** The changes of kind `desk_settings`. */
export function deskSettingChanges(clock: Clock): ChangeHandler<ChangeValue<'desk_settings'>> {
  return {
    brandOf: () => wholeDesk,
    concernOf: () => undefined,
    factsOf: ({ change }) => ({ change: { ...change } }),
    lock: async (store) => void (await lockDeskSettings(store)),
    basisOf: async (store, { change }) => valuesOf(await findDeskSettings(store), change),
    beforeOf,
    apply: async (store, { change }, { proposed_by: by }) => [await writeDeskSettings(store, change, { by, clock })],
  }
}

function beforeOf(basis: string): { readonly change: object } {
  return { change: Object.fromEntries(JSON.parse(basis)) }
}

function valuesOf(settings: object, change: object): string {
  return JSON.stringify(Object.entries(settings).filter(([name]) => Object.hasOwn(change, name)))
}
