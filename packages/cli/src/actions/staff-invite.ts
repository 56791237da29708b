import type { Grant } from '@card-member/desk'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { staffWords as words } from '../words/staff.ts'
import { sayWaiting } from './changes.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { type DeskSession, withDesk } from './desk-session.ts'
import { grantsOf, type RoleFlags } from './staff.ts'

type Flags = SignInFlags & DeskFlags

/** Options of `card-member desk staff invite`. */
export interface InviteFlags extends Partial<RoleFlags> {
  readonly fullName?: string
  readonly signInName?: string
  readonly publicUrl?: string
}

/** Invites somebody and prints the link. */
export function runInvite(name: string, flags: Flags & InviteFlags, terminal: Terminal): Promise<number> {
  const { role, brand, fullName, signInName, publicUrl } = flags
  const grants = role === undefined ? undefined : grantsOf({ role, ...(brand === undefined ? {} : { brand }) })
  const work = async (session: DeskSession) => {
    const { link, ...invitation } = await invite(session, { name, grants, full_name: fullName, sign_in_name: signInName })
    if (flags.json) terminal.write(JSON.stringify({ ...invitation, link }))
    else {
      terminal.say(words.invited(name), 'err')
      terminal.write(link)
    }
    sayWaiting(invitation.pending, flags, terminal, 'err')
    return exit.done
  }
  return withDesk(flags, terminal, work, { ...(publicUrl === undefined ? {} : { public_url: publicUrl }), fresh: true })
}

interface Invited {
  readonly name: string
  readonly grants: Grant[] | undefined
  readonly full_name: string | undefined
  readonly sign_in_name: string | undefined
}

async function invite({ desk, actor }: DeskSession, { name, grants, ...names }: Invited) {
  const found = (await desk.staff.list(actor)).find((member) => member.name === name)
  if (grants === undefined) {
    if (found === undefined) throw new CommandFailure(words.roleMissing(name), exit.usage, { field: '--role' })
    return desk.staff.renew(actor, found)
  }
  if (found !== undefined) throw new CommandFailure(words.existsAlready(name), exit.failed, { code: 'STAFF_EXISTS', field: 'name' })
  return desk.staff.invite(actor, { name, grants, ...names })
}

/** Lists invitations. */
export function runListInvitations(flags: Flags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const data = await desk.staff.invitations(actor)
    if (flags.json) terminal.write(JSON.stringify({ data }))
    else
      terminal.table(
        data.map(({ invitation_id, name, state, expire_time = '' }) => [
          invitation_id,
          `${name}  ${terminal.in(words.states[state])}  ${expire_time}`,
        ]),
      )
    return exit.done
  })
}

/** Stops an invitation. */
export function runStopInvitation(invitation_id: string, flags: Flags, terminal: Terminal): Promise<number> {
  const work = async ({ desk, actor, channel }: DeskSession) => {
    await desk.staff.stopInvitation(actor, { invitation_id })
    if (flags.json) terminal.write(JSON.stringify({ invitation_id, state: 'stopped' }))
    else terminal.say(words.stopped, channel)
    return exit.done
  }
  return withDesk(flags, terminal, work, { fresh: true })
}
