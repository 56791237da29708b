import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskWords as words } from '../words/desk.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

/** Takes away what settings keep no longer. */
export function runPurge(flags: SignInFlags & DeskFlags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const data = await desk.purge(actor)
    if (flags.json) terminal.write(JSON.stringify({ data }))
    if (data.length === 0) terminal.say(words.nothingKept, channel)
    for (const { brand_id, members, rows, events } of data) terminal.say(words.purged(brand_id, members, rows, events), channel)
    return exit.done
  })
}

/** Shows a brand's settings, after changing some if that is wanted. */
export function runSettings(
  flags: SignInFlags & DeskFlags & { readonly brand: string; readonly set?: readonly string[] },
  terminal: Terminal,
): Promise<number> {
  const { brand, set = [], json } = flags
  const change = Object.fromEntries(set.map(readSetting))
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const before = await desk.settings.get(actor, { brand_id: brand })
    for (const name of Object.keys(change))
      if (!Object.hasOwn(before, name)) throw new CommandFailure(words.unknownSetting(name, Object.keys(before).join(', ')), exit.usage)
    const settings = set.length === 0 ? before : await desk.settings.change(actor, { brand_id: brand, change })
    if (json) terminal.write(JSON.stringify({ brand_id: brand, ...settings }))
    else terminal.table(Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)]))
    return exit.done
  })
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
