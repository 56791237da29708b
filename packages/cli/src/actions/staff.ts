import { type Actor, type Desk, type Grant, isRole, roles, type StaffMember } from '@card-member/desk'
import { deskArguments } from '../batch/next-step.ts'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { staffWords as words } from '../words/staff.ts'
import { sayWaiting } from './changes.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { type DeskSession, withDesk } from './desk-session.ts'

type Flags = SignInFlags & DeskFlags

/** Options that name roles, and the brands that they hold for. */
export interface RoleFlags {
  readonly role: readonly string[]
  readonly brand?: readonly string[]
}

/** The roles of a command as grants: for every brand unless some are named. @throws {CommandFailure} for a role that does not exist */
export function grantsOf({ role: names, brand: brands = ['*'] }: RoleFlags): Grant[] {
  return names.flatMap((role) => {
    if (!isRole(role)) throw new CommandFailure(words.badRole(role, Object.keys(roles).join(', ')), exit.usage, { field: '--role' })
    return brands.map((brand_id) => ({ brand_id, role }))
  })
}

/** Lists the staff with their roles. */
export function runListStaff(flags: Flags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor }) => {
    const data = await desk.staff.list(actor)
    if (flags.json) terminal.write(JSON.stringify({ data }))
    else terminal.table(data.map((member) => [member.name, describe(member, terminal)]))
    return exit.done
  })
}

/** Replaces somebody's roles. */
export function runGrant(name: string, flags: Flags & RoleFlags, terminal: Terminal): Promise<number> {
  const grants = grantsOf(flags)
  return change(name, flags, terminal, async (desk, actor, staff_id) => {
    const { pending } = await desk.staff.setGrants(actor, { staff_id, grants })
    sayWaiting(pending, flags, terminal, 'err')
  })
}

/** Sets what people call somebody. */
export function runSetFullName(name: string, full_name: string, flags: Flags, terminal: Terminal): Promise<number> {
  return change(name, flags, terminal, (desk, actor, staff_id) => desk.staff.setFullName(actor, { staff_id, full_name }))
}

/** Disables or enables an account. */
export function runSwitch(step: 'disable' | 'enable', name: string, flags: Flags, terminal: Terminal): Promise<number> {
  return change(name, flags, terminal, async (desk, actor, staff_id) => {
    if (step === 'disable') return desk.staff.disable(actor, { staff_id })
    const { pending } = await desk.staff.enable(actor, { staff_id })
    sayWaiting(pending, flags, terminal, 'err')
  })
}

/** Changes the account of a name and shows it as it is then. */
function change(
  name: string,
  flags: Flags,
  terminal: Terminal,
  step: (desk: Desk, actor: Actor, staff_id: string) => Promise<void>,
): Promise<number> {
  const work = async ({ desk, actor }: DeskSession) => {
    const find = async () => (await desk.staff.list(actor)).find((member) => member.name === name)
    const found = await find()
    if (found === undefined) {
      const command = `card-member desk staff list${deskArguments(flags)}`
      throw new CommandFailure(words.unknown(name, command), exit.failed, { code: 'STAFF_UNKNOWN', field: 'name' })
    }
    await step(desk, actor, found.staff_id)
    const changed = (await find()) ?? found
    if (flags.json) terminal.write(JSON.stringify(changed))
    else terminal.table([[changed.name, describe(changed, terminal)]])
    return exit.done
  }
  return withDesk(flags, terminal, work, { fresh: true })
}

function describe({ full_name, disabled, grants }: StaffMember, terminal: Terminal): string {
  const held = Map.groupBy(grants, ({ brand_id }) => brand_id)
  const list = [...held].map(([brand_id, some]) => `${some.map(({ role }) => role).join(',')} (${brand_id})`).join('  ')
  const facts = [full_name, disabled ? terminal.in(words.disabled) : undefined, list === '' ? terminal.in(words.noRole) : list]
  return facts.filter((fact) => fact !== undefined).join('  ')
}
