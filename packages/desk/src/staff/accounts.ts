import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { DeskError } from '../contract/desk-error.ts'
import type { Grant } from '../contract/permission.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { allGrants, allStaff, findBySignInName, findStaff, insertStaff, replaceGrants, type StaffRow, updateStaff } from '../store/staff.ts'
import { savePassword, unbindSubject } from '../store/staff-accounts.ts'
import type { Store } from '../store/store.ts'
import { forgetFailures } from './attempts.ts'
import { checkName, checkPassword, checkSignInName, nameKey } from './name.ts'
import { makeSecondFactor } from './second-factor.ts'
import type { Note, UnitOfWork } from './unit-of-work.ts'

/** Someone to be added. */
export interface NewStaff {
  readonly name: string
  readonly password: string
  /** What the provider of OpenID Connect calls them; their name when left out. */
  readonly sign_in_name?: string | undefined
  readonly roles: readonly Grant[]
}

/** Someone with an account, without anything secret. */
export interface StaffMember {
  readonly staff_id: string
  readonly name: string
  readonly sign_in_name: string
  readonly create_time: number
  readonly disabled_time: number | null
  readonly grants: readonly Grant[]
}

/** A person that is ready to be written: everything slow is done before the transaction. */
export interface PreparedStaff {
  readonly row: StaffRow
  readonly password_hash: string
  readonly roles: readonly Grant[]
  readonly otpauth_uri: string
}

/** Accounts, as administrators see them. `by` is a person's id, or `command`. */
export class Accounts {
  readonly #unitOfWork: UnitOfWork

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork
  }

  /** Checks and hashes. @throws {DeskError} staff_malformed, password_weak */
  async prepare({ name: given, sign_in_name, password, roles }: NewStaff): Promise<PreparedStaff> {
    const { now, secret } = this.#unitOfWork
    const name = checkName(given)
    const names = { name, name_key: nameKey(name), sign_in_name: checkSignInName(sign_in_name ?? name) }
    checkPassword(password, name)
    const { second_factor, otpauth_uri } = await makeSecondFactor(name, secret)
    const times = { create_time: now, update_time: now, disabled_time: null }
    const row = { id: randomUUID(), ...names, second_factor, ...times }
    return { row, password_hash: await hashPassword(password), roles, otpauth_uri }
  }

  /** Writes a prepared person. @throws {DeskError} staff_exists */
  async write(store: Store, note: Note, { row, password_hash, roles }: PreparedStaff, by: string): Promise<void> {
    if (!(await insertStaff(store, row))) throw new DeskError('staff_exists')
    await savePassword(store, row.id, password_hash, row.create_time)
    await replaceGrants(store, row.id, distinct(roles), { granted_by: by, time: row.create_time })
    note(by, 'staff.add', { staff_id: row.id, name: row.name, grants: facts(roles) })
  }

  /** Adds a person. The second factor is in force at once; its URI is shown this one time. */
  async add(staffMember: NewStaff, by: string): Promise<{ staff_id: string; otpauth_uri: string }> {
    const prepared = await this.prepare(staffMember)
    await this.#unitOfWork.change((store, note) => this.write(store, note, prepared, by))
    return { staff_id: prepared.row.id, otpauth_uri: prepared.otpauth_uri }
  }

  /** Everybody, by name. */
  async list(): Promise<StaffMember[]> {
    const [staff, grants] = await Promise.all([allStaff(this.#unitOfWork.read), allGrants(this.#unitOfWork.read)])
    return staff.map(({ id, name, sign_in_name, create_time, disabled_time }) => ({
      staff_id: id,
      name,
      sign_in_name,
      create_time,
      disabled_time,
      grants: grants.get(id) ?? [],
    }))
  }

  /** Puts grants in the place of those a person had. @throws {DeskError} staff_unknown */
  async setGrants(staff_id: string, grants: readonly Grant[], by: string): Promise<void> {
    await this.#change(staff_id, {}, async (store, note, { update_time }) => {
      await replaceGrants(store, staff_id, distinct(grants), { granted_by: by, time: update_time })
      note(by, 'staff.grants', { staff_id, grants: facts(grants) })
    })
  }

  /** Sets what the provider calls a person. Whoever they were there before opens nothing any more. @throws {DeskError} staff_unknown, staff_malformed, sign_in_name_taken */
  async setSignInName(staff_id: string, given: string, by: string): Promise<void> {
    const sign_in_name = checkSignInName(given)
    await this.#change(staff_id, {}, async (store, note, { update_time }) => {
      const other = await findBySignInName(store, sign_in_name)
      if (other !== undefined && other.id !== staff_id) throw new DeskError('sign_in_name_taken', { field: 'sign_in_name' })
      await updateStaff(store, staff_id, { sign_in_name, update_time })
      await unbindSubject(store, staff_id)
      await deleteSessionsOf(store, staff_id)
      note(by, 'staff.sign_in_name', { staff_id })
    })
  }

  /** Takes a person's account away and ends their sessions at once. @throws {DeskError} staff_unknown */
  async disable(staff_id: string, by: string): Promise<void> {
    await this.#change(staff_id, { disabled_time: this.#unitOfWork.now }, async (store, note) => {
      await deleteSessionsOf(store, staff_id)
      note(by, 'staff.disable', { staff_id })
    })
  }

  /** Sets another password, unlocks the name and ends the person's sessions. @throws {DeskError} staff_unknown, password_weak */
  async setPassword(staff_id: string, password: string, by: string): Promise<void> {
    const { name } = await this.#find(staff_id)
    checkPassword(password, name)
    const hash = await hashPassword(password)
    await this.#change(staff_id, {}, async (store, note, { name_key, update_time }) => {
      await savePassword(store, staff_id, hash, update_time)
      await forgetFailures(store, this.#unitOfWork.secret, name_key)
      await deleteSessionsOf(store, staff_id)
      note(by, 'staff.password', { staff_id })
    })
  }

  /** Makes another second factor, for a lost device, and ends the person's sessions. @throws {DeskError} staff_unknown */
  async renewSecondFactor(staff_id: string, by: string): Promise<string> {
    const { name } = await this.#find(staff_id)
    const { second_factor, otpauth_uri } = await makeSecondFactor(name, this.#unitOfWork.secret)
    await this.#change(staff_id, { second_factor }, async (store, note) => {
      await deleteSessionsOf(store, staff_id)
      note(by, 'staff.renew_second_factor', { staff_id })
    })
    return otpauth_uri
  }

  async #find(staff_id: string): Promise<StaffRow> {
    const row = await findStaff(this.#unitOfWork.read, staff_id)
    if (row === undefined) throw new DeskError('staff_unknown')
    return row
  }

  // The person's row is changed first, so that changes of one person wait for each other.
  #change(
    staff_id: string,
    change: Partial<Pick<StaffRow, 'second_factor' | 'disabled_time'>>,
    run: (store: Store, note: Note, row: StaffRow) => Promise<void>,
  ): Promise<void> {
    return this.#unitOfWork.change(async (store, note) => {
      const row = await updateStaff(store, staff_id, { ...change, update_time: this.#unitOfWork.now })
      if (row === undefined) throw new DeskError('staff_unknown')
      await run(store, note, row)
    })
  }
}

function distinct(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map(({ brand_id, role }) => [`${role} ${brand_id}`, { brand_id, role }])).values()]
}

function facts(grants: readonly Grant[]) {
  return distinct(grants).map(({ brand_id, role }) => ({ brand_id, role }))
}
