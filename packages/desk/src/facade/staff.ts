import { type Grant, type Permission, permissions } from '../contract/permission.ts'
import type { NewStaff } from '../staff/accounts.ts'
import { type Actor, demand, may } from '../staff/actor.ts'
import type { Staff } from '../staff/staff.ts'
import type { Reply } from './reply.ts'

/** Someone with an account, without anything secret. */
export type StaffMember = Reply<'listStaff'>['data'][number]

/** Somebody to be added, with the roles they get. */
export type StaffInput = NewStaff

/** Who can write the database and read its keys: they may look after staff without an account, and the audit log calls them `command`. */
export const machineOperator: Actor = {
  staff_id: 'command',
  name: 'command',
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
   * Adds somebody and returns the URI of their second factor, which cannot be read again.
   *
   * @throws {DeskError} not_permitted, staff_malformed, password_weak, staff_exists
   * @example
   * const { otpauth_uri } = await desk.staff.add(machineOperator, { name: 'wang', password, grants: [{ brand_id: '1004', role: 'author' }] })
   */
  async add(actor: Actor, staffMember: StaffInput): Promise<Reply<'addStaff'>> {
    demand(actor, 'administer', '*')
    return this.#staff.add(staffMember, actor.staff_id)
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
    return (await this.#staff.list()).map(({ staff_id, name, sign_in_name, disabled_time, grants }) => ({
      staff_id,
      name,
      sign_in_name,
      disabled: disabled_time !== null,
      grants: grants.map((grant) => ({ ...grant })),
    }))
  }

  /**
   * The names of staff by their id, disabled ones too: every list names people by id. Needs any permission, for any brand.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const author = (await desk.staff.names(actor)).get(batch.author)
   */
  async names(actor: Actor): Promise<ReadonlyMap<string, string>> {
    demandAny(actor)
    return new Map((await this.#staff.list()).map(({ staff_id, name }) => [staff_id, name]))
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
   * Replaces somebody's roles; their open sessions have the new ones at once.
   *
   * @throws {DeskError} not_permitted, staff_unknown
   * @example
   * await desk.staff.setGrants(actor, { staff_id, grants: [{ brand_id: '*', role: 'viewer' }] })
   */
  async setGrants(actor: Actor, { staff_id, grants }: { readonly staff_id: string; readonly grants: readonly Grant[] }): Promise<void> {
    demand(actor, 'administer', '*')
    await this.#staff.setGrants(staff_id, grants, actor.staff_id)
  }

  /**
   * Sets the name by which the OpenID Connect provider knows somebody, and ends their sessions.
   *
   * @throws {DeskError} not_permitted, staff_unknown, staff_malformed, sign_in_name_taken
   * @example
   * await desk.staff.setSignInName(actor, { staff_id, sign_in_name: 'wang@example.com' })
   */
  async setSignInName(
    actor: Actor,
    { staff_id, sign_in_name }: { readonly staff_id: string; readonly sign_in_name: string },
  ): Promise<void> {
    demand(actor, 'administer', '*')
    await this.#staff.setSignInName(staff_id, sign_in_name, actor.staff_id)
  }

  /**
   * Disables an account and ends its sessions at once.
   *
   * @throws {DeskError} not_permitted, staff_unknown
   * @example
   * await desk.staff.disable(actor, { staff_id })
   */
  async disable(actor: Actor, { staff_id }: { readonly staff_id: string }): Promise<void> {
    demand(actor, 'administer', '*')
    await this.#staff.disable(staff_id, actor.staff_id)
  }

  /**
   * Enables a disabled account again, with the roles, password and second factor it had.
   *
   * @throws {DeskError} not_permitted, staff_unknown
   * @example
   * await desk.staff.enable(actor, { staff_id })
   */
  async enable(actor: Actor, { staff_id }: { readonly staff_id: string }): Promise<void> {
    demand(actor, 'administer', '*')
    await this.#staff.enable(staff_id, actor.staff_id)
  }

  /**
   * Sets another password, which also ends a lock-out, and ends the sessions.
   *
   * @throws {DeskError} not_permitted, staff_unknown, password_weak
   * @example
   * await desk.staff.setPassword(actor, { staff_id, password })
   */
  async setPassword(actor: Actor, { staff_id, password }: { readonly staff_id: string; readonly password: string }): Promise<void> {
    demand(actor, 'administer', '*')
    await this.#staff.setPassword(staff_id, password, actor.staff_id)
  }

  /**
   * Makes another second factor, for a lost device, and ends the sessions; its URI cannot be read again.
   *
   * @throws {DeskError} not_permitted, staff_unknown
   * @example
   * const { otpauth_uri } = await desk.staff.renewSecondFactor(actor, { staff_id })
   */
  async renewSecondFactor(actor: Actor, { staff_id }: { readonly staff_id: string }): Promise<Reply<'renewSecondFactor'>> {
    demand(actor, 'administer', '*')
    return { otpauth_uri: await this.#staff.renewSecondFactor(staff_id, actor.staff_id) }
  }

  /** Whether there is nobody yet, so that the first administrator has to be made. Needs no permission. */
  async isEmpty(): Promise<boolean> {
    return (await this.#staff.list()).length === 0
  }
}

function demandAny(actor: Actor): void {
  const holds = permissions.some((permission) => actor.grants.some(({ brand_id }) => may(actor, permission, brand_id)))
  if (!holds) demand(actor, 'look_up', '*')
}
