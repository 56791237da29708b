import { randomUUID } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import type { Grant } from '../contract/permission.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { allGrants, allStaff, findBySignInName, findStaff, insertStaff, replaceGrants, type StaffRow, updateStaff } from '../store/staff.ts'
import { unbindIdentity } from '../store/staff-identities.ts'
import { setPasswordHash } from '../store/staff-passwords.ts'
import { replaceTotp } from '../store/staff-second-factors.ts'
import type { Store } from '../store/store.ts'
import type { AddEvent, StaffContext } from './context.ts'
import { unlockName } from './lockout.ts'
import { checkPassword } from './password-rule.ts'
import { checkName, checkSignInName, nameKey } from './staff-name.ts'
import { makeTotpSecret } from './totp.ts'

/** A staff member to be added. */
export interface NewStaff {
  readonly name: string
  readonly password: string
  /** What the OpenID Connect provider calls them; their name when left out. */
  readonly sign_in_name?: string | undefined
  readonly grants: readonly Grant[]
}

/** A staff member, without anything secret. */
export interface StaffMember {
  readonly staff_id: string
  readonly name: string
  readonly sign_in_name: string
  readonly create_time: number
  readonly disabled_time: number | null
  readonly grants: readonly Grant[]
}

/** A staff member who is ready to be written: the password is hashed before the transaction. */
export interface PreparedStaff {
  readonly row: StaffRow
  readonly password_hash: string
  readonly sealed_secret: string
  readonly grants: readonly Grant[]
  readonly otpauth_uri: string
}

/** What administrators do with accounts. `by` is their staff id, or `command`. */
export class Accounts {
  readonly #context: StaffContext

  constructor(context: StaffContext) {
    this.#context = context
  }

  /** Checks a new staff member and hashes their password. @throws {DeskError} staff_malformed, password_weak */
  async prepare({ name: given, sign_in_name, password, grants }: NewStaff): Promise<PreparedStaff> {
    const { now, secret: key, passwords } = this.#context
    const name = checkName(given)
    const names = { name, name_key: nameKey(name), sign_in_name: checkSignInName(sign_in_name ?? name) }
    checkPassword(password, name)
    const id = randomUUID()
    const row = { id, ...names, create_time: now, update_time: now, disabled_time: null }
    return { row, password_hash: await passwords.hash(password), grants, ...makeTotpSecret({ staff_id: id, name, key }) }
  }

  /** Writes a prepared staff member. @throws {DeskError} staff_exists */
  async write(store: Store, addEvent: AddEvent, { row, password_hash, sealed_secret, grants }: PreparedStaff, by: string): Promise<void> {
    if (!(await insertStaff(store, row))) throw new DeskError('staff_exists')
    await setPasswordHash(store, row.id, password_hash, row.create_time)
    await replaceTotp(store, row.id, sealed_secret, row.create_time)
    await replaceGrants(store, row.id, distinct(grants), { granted_by: by, time: row.create_time })
    addEvent(by, 'staff.add', { staff_id: row.id, name: row.name, grants: facts(grants) })
  }

  /** Adds a staff member. Their second factor is in force at once; its URI is shown this one time. */
  async add(staffMember: NewStaff, by: string): Promise<{ staff_id: string; otpauth_uri: string }> {
    const prepared = await this.prepare(staffMember)
    await this.#context.transact((store, addEvent) => this.write(store, addEvent, prepared, by))
    return { staff_id: prepared.row.id, otpauth_uri: prepared.otpauth_uri }
  }

  /** All staff, by name. */
  async list(): Promise<StaffMember[]> {
    const [staff, grants] = await Promise.all([allStaff(this.#context.read), allGrants(this.#context.read)])
    return staff.map(({ id, name, sign_in_name, create_time, disabled_time }) => ({
      staff_id: id,
      name,
      sign_in_name,
      create_time,
      disabled_time,
      grants: grants.get(id) ?? [],
    }))
  }

  /** Replaces the grants of a staff member. @throws {DeskError} staff_unknown */
  async setGrants(staff_id: string, grants: readonly Grant[], by: string): Promise<void> {
    await this.#change(staff_id, {}, async (store, addEvent, { update_time }) => {
      await replaceGrants(store, staff_id, distinct(grants), { granted_by: by, time: update_time })
      addEvent(by, 'staff.grants', { staff_id, grants: facts(grants) })
    })
  }

  /**
   * Sets what the provider calls a staff member, unbinds them from the identity that they had there, and ends their sessions.
   *
   * @throws {DeskError} staff_unknown, staff_malformed, sign_in_name_taken
   */
  async setSignInName(staff_id: string, given: string, by: string): Promise<void> {
    const sign_in_name = checkSignInName(given)
    await this.#change(staff_id, {}, async (store, addEvent, { update_time }) => {
      const other = await findBySignInName(store, sign_in_name)
      if (other !== undefined && other.id !== staff_id) throw new DeskError('sign_in_name_taken', { field: 'sign_in_name' })
      await updateStaff(store, staff_id, { sign_in_name, update_time })
      await unbindIdentity(store, staff_id)
      await deleteSessionsOf(store, staff_id)
      addEvent(by, 'staff.sign_in_name', { staff_id })
    })
  }

  /** Disables an account and ends its sessions. @throws {DeskError} staff_unknown */
  async disable(staff_id: string, by: string): Promise<void> {
    await this.#change(staff_id, { disabled_time: this.#context.now }, async (store, addEvent) => {
      await deleteSessionsOf(store, staff_id)
      addEvent(by, 'staff.disable', { staff_id })
    })
  }

  /** Gives a disabled account back, with the roles, password and second factor it had. @throws {DeskError} staff_unknown */
  async enable(staff_id: string, by: string): Promise<void> {
    await this.#change(staff_id, { disabled_time: null }, async (_store, note) => note(by, 'staff.enable', { staff_id }))
  }

  /** Sets another password, unlocks the name and ends the sessions. @throws {DeskError} staff_unknown, password_weak */
  async setPassword(staff_id: string, password: string, by: string): Promise<void> {
    const { name } = await this.#find(staff_id)
    checkPassword(password, name)
    const hash = await this.#context.passwords.hash(password)
    await this.#change(staff_id, {}, async (store, addEvent, { name_key, update_time }) => {
      await setPasswordHash(store, staff_id, hash, update_time)
      await unlockName(store, this.#context.secret, name_key)
      await deleteSessionsOf(store, staff_id)
      addEvent(by, 'staff.password', { staff_id })
    })
  }

  /** Makes another second factor, for a lost device, and ends the sessions. @throws {DeskError} staff_unknown */
  async renewSecondFactor(staff_id: string, by: string): Promise<string> {
    const { name } = await this.#find(staff_id)
    const { sealed_secret, otpauth_uri } = makeTotpSecret({ staff_id, name, key: this.#context.secret })
    await this.#change(staff_id, {}, async (store, addEvent, { update_time }) => {
      await replaceTotp(store, staff_id, sealed_secret, update_time)
      await deleteSessionsOf(store, staff_id)
      addEvent(by, 'staff.renew_second_factor', { staff_id })
    })
    return otpauth_uri
  }

  async #find(staff_id: string): Promise<StaffRow> {
    const row = await findStaff(this.#context.read, staff_id)
    if (row === undefined) throw new DeskError('staff_unknown')
    return row
  }

  // Updating the staff member's row first makes changes of one staff member wait for each other.
  #change(
    staff_id: string,
    change: Partial<Pick<StaffRow, 'disabled_time'>>,
    run: (store: Store, addEvent: AddEvent, row: StaffRow) => Promise<void>,
  ): Promise<void> {
    return this.#context.transact(async (store, addEvent) => {
      const row = await updateStaff(store, staff_id, { ...change, update_time: this.#context.now })
      if (row === undefined) throw new DeskError('staff_unknown')
      await run(store, addEvent, row)
    })
  }
}

function distinct(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map(({ brand_id, role }) => [`${role} ${brand_id}`, { brand_id, role }])).values()]
}

function facts(grants: readonly Grant[]) {
  return distinct(grants).map(({ brand_id, role }) => ({ brand_id, role }))
}
