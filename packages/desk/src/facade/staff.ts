import { DeskError } from '../contract/desk-error.ts'
import { type Grant, type Permission, permissions } from '../contract/permission.ts'
import type { NewStaff } from '../staff/accounts.ts'
import { type Actor, demand, may } from '../staff/actor.ts'
import { machine } from '../staff/context.ts'
import type { Invitee } from '../staff/invitations.ts'
import type { LinkedInvitation, Staff } from '../staff/staff.ts'
import { type SessionView, viewSession } from './account.ts'
import { viewPending } from './changes.ts'
import { viewInvitation } from './invitation-view.ts'
import type { Reply } from './reply.ts'
import { namesOf, type StaffNames } from './staff-names.ts'

/** Someone with an account, without anything secret. */
export type StaffMember = Reply<'listStaff'>['data'][number]

/** Somebody to be added, with the roles they get. */
export type StaffInput = NewStaff

/**
 * Who can write the database and read its keys, and so can do everything: they add staff without an account of their own, and the audit
 * log calls them `local`.
 */
export const machineOperator: Actor = {
  staff_id: machine,
  name: machine,
  grants: [{ brand_id: '*', role: 'admin' }],
  second_factor_time: undefined,
}

/**
 * The accounts of those who work at the desk. Staff belong to the desk as a whole: changes need `administer` for every brand. The audit
 * log keeps each of them.
 */
export class StaffAccounts {
  readonly #staff: Staff

  constructor(staff: Staff) {
    this.#staff = staff
  }

  /**
   * Adds somebody with a password and a second factor that whoever runs this sees: for the first administrator and for tests, on the
   * desk's machine alone. Everybody else is invited.
   *
   * @throws {DeskError} not_permitted, staff_malformed, password_weak, staff_exists
   * @example
   * const { otpauth_uri } = await desk.staff.add(machineOperator, { name: 'root', password, grants: [{ brand_id: '*', role: 'admin' }] })
   */
  async add(actor: Actor, staffMember: StaffInput): Promise<{ readonly staff_id: string; readonly otpauth_uri: string }> {
    demandMachine(actor)
    return this.#staff.add(staffMember, actor.staff_id)
  }

  /**
   * Replaces somebody's password and second factor and ends their sessions; on the desk's machine alone. Returns the URI of the new one.
   *
   * @throws {DeskError} not_permitted, staff_unknown, password_weak
   * @example
   * const { otpauth_uri } = await desk.staff.reset(machineOperator, { staff_id, password })
   */
  async reset(
    actor: Actor,
    { staff_id, password }: { readonly staff_id: string; readonly password: string },
  ): Promise<{ readonly otpauth_uri: string }> {
    demandMachine(actor)
    return { otpauth_uri: await this.#staff.reset(staff_id, password, actor.staff_id) }
  }

  /**
   * Invites somebody new. The link works once, for 72 hours, from when its roles are in force as a pending change; its holder sets a
   * password and confirms a second factor, which nobody else ever sees.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, staff_malformed, staff_exists, invitation_exists
   * @example
   * const { link } = await desk.staff.invite(actor, { name: 'wang', grants: [{ brand_id: '1004', role: 'author' }] })
   */
  async invite(actor: Actor, invitee: Invitee): Promise<Reply<'inviteStaff'>> {
    this.#demand(actor)
    return this.#viewLink(await this.#staff.invite(invitee, actor.staff_id))
  }

  /**
   * Invites somebody again who lost their second factor. Their roles stay; the old password, second factors and sessions end when the
   * link is used.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, staff_unknown, own_account, last_administrator, invitation_exists
   * @example
   * const { link } = await desk.staff.renew(actor, { staff_id })
   */
  async renew(actor: Actor, { staff_id }: { readonly staff_id: string }): Promise<Reply<'renewStaff'>> {
    this.#demand(actor)
    return this.#viewLink(await this.#staff.renew(staff_id, actor.staff_id))
  }

  /**
   * Lists all invitations, the newest first, without their links.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const open = (await desk.staff.invitations(actor)).filter(({ state }) => state === 'open')
   */
  async invitations(actor: Actor): Promise<Reply<'listInvitations'>['data'][number][]> {
    demand(actor, 'administer', '*')
    return (await this.#staff.invitations()).map(viewInvitation)
  }

  /**
   * Stops an invitation; its link stops working at once.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, invitation_unknown
   * @example
   * await desk.staff.stopInvitation(actor, { invitation_id })
   */
  async stopInvitation(actor: Actor, { invitation_id }: { readonly invitation_id: string }): Promise<void> {
    this.#demand(actor)
    await this.#staff.stopInvitation(invitation_id, actor.staff_id)
  }

  /**
   * Lists everybody by name.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const disabled = (await desk.staff.list(actor)).filter((one) => one.disabled)
   */
  async list(actor: Actor): Promise<StaffMember[]> {
    demand(actor, 'administer', '*')
    return (await this.#staff.list()).map(({ staff_id, name, full_name, sign_in_name, disabled_time, grants }) => ({
      staff_id,
      name,
      ...(full_name === null ? {} : { full_name }),
      sign_in_name,
      disabled: disabled_time !== null,
      grants: grants.map((grant) => ({ ...grant })),
    }))
  }

  /**
   * The names of staff by their id, disabled ones too: every list names people by id. `shown` is how people read them, such as
   * `王敏 (wang)`. Needs any permission, for any brand.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const author = (await desk.staff.names(actor)).get(batch.author)?.shown
   */
  async names(actor: Actor): Promise<ReadonlyMap<string, StaffNames>> {
    demandAny(actor)
    return new Map((await this.#staff.list()).map(({ staff_id, name, full_name }) => [staff_id, namesOf(name, full_name)]))
  }

  /**
   * Who may do something for a brand: whom to ask for the next step. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const [approver] = await desk.staff.permitted(actor, { permission: 'approve_batch', brand_id: '1004' })
   */
  async permitted(
    actor: Actor,
    { permission, brand_id }: { readonly permission: Permission; readonly brand_id: string },
  ): Promise<{ readonly staff_id: string; readonly name: string }[]> {
    demand(actor, 'look_up', brand_id)
    return (await this.#staff.list())
      .filter((staffMember) => staffMember.disabled_time === null && may(staffMember, permission, brand_id))
      .map(({ staff_id, name }) => ({ staff_id, name }))
  }

  /**
   * Sets somebody's roles; their open sessions have the new ones at once. What adds something is returned as `pending` and waits for
   * another administrator. Needs a code of the second factor that is not older than 5 minutes, except on the machine itself.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, staff_unknown, own_account, last_administrator
   * @example
   * const { pending } = await desk.staff.setGrants(actor, { staff_id, grants: [{ brand_id: '*', role: 'viewer' }] })
   */
  async setGrants(
    actor: Actor,
    { staff_id, grants }: { readonly staff_id: string; readonly grants: readonly Grant[] },
  ): Promise<Reply<'setGrants'>> {
    this.#demand(actor)
    return viewPending(this.#staff.changes, await this.#staff.setGrants(staff_id, grants, actor.staff_id))
  }

  /**
   * Sets what people call somebody, at once. Lists show the name of the account beside it, so that nobody passes for another.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, staff_unknown, staff_malformed
   * @example
   * await desk.staff.setFullName(actor, { staff_id, full_name: '王敏' })
   */
  async setFullName(actor: Actor, { staff_id, full_name }: { readonly staff_id: string; readonly full_name: string }): Promise<void> {
    this.#demand(actor)
    await this.#staff.setFullName(staff_id, full_name, actor.staff_id)
  }

  /**
   * Sets the name by which the OpenID Connect provider knows somebody, and ends their sessions. Whoever has that name there signs in as
   * them, so that it is returned as `pending` and waits for another administrator, one's own name too; on the machine it does not.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, staff_unknown, staff_malformed, sign_in_name_taken
   * @example
   * const { pending } = await desk.staff.setSignInName(actor, { staff_id, sign_in_name: 'wang@example.com' })
   */
  async setSignInName(
    actor: Actor,
    { staff_id, sign_in_name }: { readonly staff_id: string; readonly sign_in_name: string },
  ): Promise<Reply<'setSignInName'>> {
    this.#demand(actor)
    return viewPending(this.#staff.changes, await this.#staff.setSignInName(staff_id, sign_in_name, actor.staff_id))
  }

  /**
   * Disables an account and ends its sessions at once.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, staff_unknown, own_account, last_administrator
   * @example
   * await desk.staff.disable(actor, { staff_id })
   */
  async disable(actor: Actor, { staff_id }: { readonly staff_id: string }): Promise<void> {
    this.#demand(actor)
    await this.#staff.disable(staff_id, actor.staff_id)
  }

  /**
   * Enables a disabled account again, with the roles, password and second factors it had. It is returned as `pending` and waits for
   * another administrator; on the machine it does not. Nothing happens to an account that works.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, staff_unknown
   * @example
   * const { pending } = await desk.staff.enable(actor, { staff_id })
   */
  async enable(actor: Actor, { staff_id }: { readonly staff_id: string }): Promise<Reply<'enableStaff'>> {
    this.#demand(actor)
    return viewPending(this.#staff.changes, await this.#staff.enable(staff_id, actor.staff_id))
  }

  /**
   * The sessions of somebody, the last used first.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const [last] = await desk.staff.sessions(actor, { staff_id })
   */
  async sessions(actor: Actor, { staff_id }: { readonly staff_id: string }): Promise<SessionView[]> {
    demand(actor, 'administer', '*')
    return (await this.#staff.sessionsOf(staff_id)).map(viewSession)
  }

  /**
   * Ends one session of somebody, or all of them.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, session_unknown
   * @example
   * await desk.staff.endSessions(actor, { staff_id })
   */
  async endSessions(actor: Actor, which: { readonly staff_id: string; readonly session_id?: string | undefined }): Promise<void> {
    this.#demand(actor)
    await this.#staff.endSession(which, actor.staff_id)
  }

  /** Whether there is nobody yet, so that the first administrator has to be made. Needs no permission. */
  async isEmpty(): Promise<boolean> {
    return this.#staff.isEmpty()
  }

  async #viewLink({ invitation, link, change }: LinkedInvitation): Promise<Reply<'inviteStaff'>> {
    return { ...viewInvitation(invitation), link, ...(await viewPending(this.#staff.changes, change)) }
  }

  // Everything that changes people, their roles or their factors.
  #demand(actor: Actor): void {
    demand(actor, 'administer', '*')
    if (actor !== machineOperator) this.#staff.demandSecondFactor(actor)
  }
}

function demandAny(actor: Actor): void {
  const holds = permissions.some((permission) => actor.grants.some(({ brand_id }) => may(actor, permission, brand_id)))
  if (!holds) demand(actor, 'look_up', '*')
}

// Its permissions are those of an administrator; what it does alone is not told by a role.
function demandMachine(actor: Actor): void {
  if (actor !== machineOperator) throw new DeskError('not_permitted')
}
