import type { PendingChange } from '@card-member/desk'
import { isRecord } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { deskArguments } from '../batch/next-step.ts'
import { exit } from '../failure.ts'
import type { Channel, Terminal } from '../terminal.ts'
import { changeWords as words } from '../words/changes.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

type Flags = SignInFlags & DeskFlags

/** Lists the changes that wait. */
export function runListChanges(flags: Flags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const data = await desk.changes.list(actor)
    if (flags.json) terminal.write(JSON.stringify({ data }))
    else if (data.length === 0) terminal.say(words.none, channel)
    else {
      const names = await desk.staff.names(actor)
      for (const change of data) {
        const whom =
          change.staff_id === undefined ? (change.value.name ?? change.brand_id) : (names.get(change.staff_id) ?? change.staff_id)
        const by = names.get(change.proposed_by) ?? change.proposed_by
        terminal.table([[change.change_id, [terminal.in(kindOf(change)), whom, ...detailsOf(change.value)].join('  ')]])
        terminal.say(words.of(change.propose_time, by))
        sayWaiting(change, flags, terminal, 'out')
      }
    }
    return exit.done
  })
}

function kindOf({ kind, value }: PendingChange): LocalizedText {
  return kind === 'invitation' && value.renewal === true ? words.renewal : words[kind]
}

/** What a change brings: roles, settings, a name. */
function detailsOf({ sign_in_name, grants, change }: PendingChange['value']): string[] {
  const roles = Array.isArray(grants) ? grants.filter(isRecord).map(({ role, brand_id }) => `${role} (${brand_id})`) : []
  const settings = isRecord(change) ? Object.entries(change).map(([name, value]) => `${name}=${JSON.stringify(value)}`) : []
  return [...(typeof sign_in_name === 'string' ? [sign_in_name] : []), ...roles, ...settings]
}

/** Confirms or stops a change. */
export function runDecide(
  step: 'confirm' | 'stop',
  change_id: string,
  flags: Flags & { readonly reason?: string },
  terminal: Terminal,
): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { reason } = flags
    const decided =
      step === 'confirm' ? await desk.changes.confirm(actor, { change_id }) : await desk.changes.stop(actor, { change_id, reason })
    if (flags.json) terminal.write(JSON.stringify(decided))
    else terminal.say(step === 'confirm' ? words.confirmed : words.stopped, channel)
    if (!flags.json && 'join_code' in decided && typeof decided.join_code === 'string')
      terminal.say(words.joinCode(decided.join_code), channel)
    return exit.done
  })
}

/** Says what a change that was made waits for; nothing when none waits. */
export function sayWaiting(change: PendingChange | undefined, flags: Flags, terminal: Terminal, channel: Channel): void {
  if (change === undefined) return
  const { change_id, due_time } = change
  if (due_time !== undefined) terminal.say(words.due(change_id, due_time), channel)
  else terminal.say(words.waits(change_id), channel)
  if (due_time === undefined)
    terminal.say(words.next(`card-member desk changes confirm ${change_id}${deskArguments(flags, 'NAME')}`), channel)
}
