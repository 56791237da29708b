import { exit } from '../failure.ts'
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
