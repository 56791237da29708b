import type { Actor, Desk, PendingChange } from '@card-member/desk'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskWords as words } from '../words/desk.ts'
import { sayWaiting } from './changes.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

/** Options of `card-member desk settings`. */
export interface SettingsFlags extends SignInFlags, DeskFlags {
  readonly brand?: string
  readonly set?: readonly string[]
}

/** Shows settings, a brand's or the desk's own, after changing some if that is wanted. */
export function runSettings(flags: SettingsFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, set = [], json } = flags
  const change = Object.fromEntries(set.map(readSetting))
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const before = await readSettings(desk, actor, brand_id)
    for (const name of Object.keys(change))
      if (!Object.hasOwn(before, name)) throw new CommandFailure(words.unknownSetting(name, Object.keys(before).join(', ')), exit.usage)
    const { settings, pending } = set.length === 0 ? { settings: before } : await changed(desk, actor, brand_id, change)
    if (json) terminal.write(JSON.stringify({ ...(brand_id === undefined ? {} : { brand_id }), ...settings, ...(pending && { pending }) }))
    else terminal.table(Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)]))
    sayWaiting(pending, flags, terminal, 'err')
    return exit.done
  })
}

function readSettings(desk: Desk, actor: Actor, brand_id: string | undefined): Promise<object> {
  return brand_id === undefined ? desk.settings.getDesk(actor) : desk.settings.get(actor, { brand_id })
}

function changed(
  desk: Desk,
  actor: Actor,
  brand_id: string | undefined,
  change: object,
): Promise<{ readonly settings: object; readonly pending?: PendingChange }> {
  return brand_id === undefined ? desk.settings.changeDesk(actor, { change }) : desk.settings.change(actor, { brand_id, change })
}

function readSetting(text: string): [name: string, value: unknown] {
  const [, name, value] = /^([a-z_]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || value === undefined) throw new CommandFailure(words.badSetting(text), exit.usage)
  try {
    return [name, JSON.parse(value)]
  } catch {
    throw new CommandFailure(words.badSetting(text), exit.usage)
  }
}
