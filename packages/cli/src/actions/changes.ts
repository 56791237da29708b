import type { ChangeFilter, PendingChange } from '@card-member/desk'
import { isRecord } from '@card-member/sdk/contract'
import type { LocalizedText } from '@card-member/sdk/protocol'
import { deskArguments } from '../batch/next-step.ts'
import { exit } from '../failure.ts'
import type { Channel, Terminal } from '../terminal.ts'
import { changeWords as words } from '../words/changes.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

type Flags = SignInFlags & DeskFlags

/** Which changes to list. */
export interface ListFlags {
  readonly state?: ChangeFilter | undefined
  readonly brand?: string | undefined
  readonly limit?: number | undefined
}

/** Lists the changes that wait, or those that were decided. */
export function runListChanges(
  { state = 'pending', brand: brand_id, limit, ...flags }: Flags & ListFlags,
  terminal: Terminal,
): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { data, total_count } = await desk.changes.list(actor, { state, brand_id, limit })
    if (flags.json) terminal.write(JSON.stringify({ data, total_count }))
    else if (data.length === 0) terminal.say(state === 'pending' ? words.none : words.noneDecided, channel)
    else {
      const names = new Map([...(await desk.staff.names(actor))].map(([staff_id, { shown }]) => [staff_id, shown]))
      for (const change of data) sayChange(change, names, flags, terminal)
    }
    return exit.done
  })
}

function sayChange(change: PendingChange, names: ReadonlyMap<string, string>, flags: Flags, terminal: Terminal): void {
  const { change_id, staff_id, value, brand_id, proposed_by, propose_time } = change
  const whom = staff_id === undefined ? (value.name ?? brand_id) : (names.get(staff_id) ?? staff_id)
  terminal.table([[change_id, [terminal.in(kindOf(change)), whom, ...detailsOf(change)].join('  ')]])
  terminal.say(words.of(propose_time, names.get(proposed_by) ?? proposed_by))
  if (change.state === 'pending') sayWaiting(change, flags, terminal, 'out')
  else terminal.say(decisionOf(change, names))
}

function kindOf({ kind, value }: PendingChange): LocalizedText {
  return kind === 'invitation' && value.renewal === true ? words.renewal : words[kind]
}

/** What became of a change, by whom and when. */
function decisionOf(change: PendingChange, names: ReadonlyMap<string, string>): LocalizedText {
  const { state, proposed_by, decided_by = '', decide_time: time = '' } = change
  const by = names.get(decided_by) ?? decided_by
  if (state === 'applied') return decided_by === 'desk' ? words.decided.due(time) : words.decided.applied(time, by)
  if (state === 'stopped') return decided_by === proposed_by ? words.decided.withdrawn(time, by) : words.decided.stopped(time, by)
  return state === 'expired' ? words.decided.expired(time) : words.decided.outdated(time)
}

/** What a change brings: roles, settings with the values they had, a name. */
function detailsOf({ value: { sign_in_name, grants, change }, before }: PendingChange): string[] {
  const roles = Array.isArray(grants) ? grants.filter(isRecord).map(({ role, brand_id }) => `${role} (${brand_id})`) : []
  const had = isRecord(before.change) ? before.change : {}
  const settings = isRecord(change)
    ? Object.entries(change).map(([name, value]) => `${name}: ${JSON.stringify(had[name])} → ${JSON.stringify(value)}`)
    : []
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
