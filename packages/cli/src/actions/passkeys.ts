import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { passkeyWords as words } from '../words/passkeys.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

type Flags = SignInFlags & DeskFlags

/** Lists the passkeys of whoever signs in. */
export function runListPasskeys(flags: Flags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { passkeys: data } = await desk.account.factors(actor)
    if (flags.json) terminal.write(JSON.stringify({ data }))
    else if (data.length === 0) terminal.say(words.none, channel)
    else
      terminal.table(
        data.map(({ passkey_id, name, create_time, last_used_time }) => {
          const used = last_used_time === undefined ? words.unused(create_time) : words.used(create_time, last_used_time)
          return [passkey_id, `${name}  ${terminal.in(used)}`]
        }),
      )
    return exit.done
  })
}

/** Removes one of them. */
export function runRemovePasskey(passkey_id: string, flags: Flags, terminal: Terminal): Promise<number> {
  const work: Parameters<typeof withDesk>[2] = async ({ desk, actor, channel }) => {
    await desk.account.removePasskey(actor, { passkey_id })
    if (flags.json) terminal.write(JSON.stringify({ passkey_id, state: 'removed' }))
    else terminal.say(words.removed, channel)
    return exit.done
  }
  return withDesk(flags, terminal, work, { fresh: true })
}
