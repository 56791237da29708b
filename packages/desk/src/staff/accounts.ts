import { randomUUID } from 'node:crypto'
import type { AuditEvent } from '../audit/event.ts'
import type { ChangeKind, ChangeValue } from '../contract/changes.ts'
import { DeskError } from '../contract/desk-error.ts'
import { allows, type Grant } from '../contract/permission.ts'
import type { ChangeRow } from '../store/changes.ts'
import { deletePasskeysOf } from '../store/passkeys.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import {
  allGrants,
  allStaff,
  findBySignInName,
  findStaff,
  grantsOf,
  insertStaff,
  lockStaff,
  replaceGrants,
  type StaffRow,
  updateStaff,
} from '../store/staff.ts'
import { setPasswordHash } from '../store/staff-passwords.ts'
import { replaceTotp } from '../store/staff-totp-secrets.ts'
import type { Store } from '../store/store.ts'
import { writeEnabled, writeSignInName } from './account-changes.ts'
import { demandOther, demandOtherAdministrator } from './administrators.ts'
import { type AddEvent, machine, type StaffContext } from './context.ts'
import { splitGrants, writeGrants } from './grant-changes.ts'
import { distinctGrants, grantFacts } from './grants.ts'
import { unlockName } from './lockout.ts'
import { checkPassword } from './password-rule.ts'
import { checkFullName, checkName, checkSignInName, nameKey } from './staff-name.ts'
import { makeTotpSecret } from './totp.ts'

/** A staff member to be added. */
export interface NewStaff {
  readonly name: string
  /** What people call them. */
  readonly full_name?: string | undefined
  readonly password: string
  /** What the OpenID Connect provider calls them; their name when left out. */
  readonly sign_in_name?: string | undefined
  readonly grants: readonly Grant[]
}

/** A staff member, without anything secret. */
export interface StaffMember {
  readonly staff_id: string
  readonly name: string
  readonly full_name: string | null
  readonly sign_in_name: string
  readonly create_time: number
  readonly disabled_time: number | null
  readonly grants: readonly Grant[]
}

/** What administrators, and the desk's machine, do with accounts. `by` is a staff id, or `local`. */
export class Accounts {
  readonly #context: StaffContext

  constructor(context: StaffContext) {
    this.#context = context
  }

  /**
   * Adds a staff member with a password and a second factor that whoever adds them sees: for the machine alone.
   *
   * @throws {DeskError} staff_malformed, password_weak, staff_exists
   */
  async add(
    { name: given, full_name, sign_in_name, password, grants }: NewStaff,
    by: string,
  ): Promise<{ staff_id: string; otpauth_uri: string }> {
    const { now, secret: key, passwords } = this.#context
    const name = checkName(given)
    const names = {
      name,
      name_key: nameKey(name),
      full_name: full_name === undefined ? null : checkFullName(full_name),
      sign_in_name: checkSignInName(sign_in_name ?? name),
    }
    checkPassword(password, name)
    const id = randomUUID()
    const { sealed_secret, otpauth_uri } = makeTotpSecret({ staff_id: id, name, key })
    const hash = await passwords.hash(password)
    await this.#context.transact(async (store, addEvent) => {
      const row = { id, ...names, create_time: now, update_time: now, disabled_time: null, administer_end_time: null }
      if (!(await insertStaff(store, row))) throw new DeskError('staff_exists')
      await setPasswordHash(store, id, hash, now)
      await replaceTotp(store, id, { sealed_secret, last_step: null }, now)
      await replaceGrants(store, id, distinctGrants(grants), { granted_by: by, time: now })
      const called = names.full_name === null ? {} : { full_name: names.full_name }
      addEvent(by, 'staff.add', { staff_id: id, name, ...called, grants: grantFacts(grants) })
    })
    return { staff_id: id, otpauth_uri }
  }

  /**
   * Replaces the password and the second factors of a staff member and ends their sessions: for the machine alone.
   *
   * @throws {DeskError} staff_unknown, password_weak
   */
  async reset(staff_id: string, password: string, by: string): Promise<string> {
    const { name } = await this.#find(staff_id)
    checkPassword(password, name)
    const hash = await this.#context.passwords.hash(password)
    const { sealed_secret, otpauth_uri } = makeTotpSecret({ staff_id, name, key: this.#context.secret })
    await this.#change(staff_id, {}, async (store, addEvent, { name_key, update_time }) => {
      await setPasswordHash(store, staff_id, hash, update_time)
      await replaceTotp(store, staff_id, { sealed_secret, last_step: null }, update_time)
      await deletePasskeysOf(store, staff_id)
      await unlockName(store, this.#context.secret, name_key)
      await deleteSessionsOf(store, staff_id)
      addEvent(by, 'staff.reset', { staff_id })
    })
    return otpauth_uri
  }

  /** All staff, by name. */
  async list(): Promise<StaffMember[]> {
    const [staff, grants] = await Promise.all([allStaff(this.#context.read), allGrants(this.#context.read)])
    return staff.map(({ id, name, full_name, sign_in_name, create_time, disabled_time }) => ({
      staff_id: id,
      name,
      full_name,
      sign_in_name,
      create_time,
      disabled_time,
      grants: grants.get(id) ?? [],
    }))
  }

  /**
   * Sets the grants of a staff member: what takes something away is in force at once, what adds something is returned as a pending
   * change. The machine's own operator needs nobody else.
   *
   * @throws {DeskError} staff_unknown, own_account, last_administrator
   */
  async setGrants(staff_id: string, grants: readonly Grant[], by: string): Promise<ChangeRow | undefined> {
    demandOther(staff_id, by)
    const { now } = this.#context
    return this.#context.transact(async (store, addEvent) => {
      if ((await lockStaff(store, staff_id)) === undefined) throw new DeskError('staff_unknown')
      if (!allows(grants, 'administer', '*')) await demandOtherAdministrator(store, staff_id)
      const before = await grantsOf(store, staff_id)
      const { at_once, waits } = by === machine ? { at_once: grants, waits: false } : splitGrants(before, grants)
      const add = ({ actor, action, facts }: AuditEvent) => addEvent(actor, action, facts)
      const isLess = before.some(({ brand_id, role }) => !at_once.some((one) => one.brand_id === brand_id && one.role === role))
      if (!waits || isLess) add(await writeGrants(store, { staff_id, grants: at_once, by, time: now }))
      if (!waits) return undefined
      return this.#propose(store, addEvent, 'grants', { staff_id, grants: distinctGrants(grants) }, by)
    })
  }

  /** Sets what people call somebody. @throws {DeskError} staff_unknown, staff_malformed */
  async setFullName(staff_id: string, given: string, by: string): Promise<void> {
    const full_name = checkFullName(given)
    await this.#change(staff_id, { full_name }, async (_store, addEvent) => addEvent(by, 'staff.full_name', { staff_id, full_name }))
  }

  /**
   * Sets what the provider calls a staff member, unbinds them from the identity that they had there, and ends their sessions. Whoever has
   * that name signs in as them, so that it waits as a pending change, one's own name too; not on the machine.
   *
   * @throws {DeskError} staff_unknown, staff_malformed, sign_in_name_taken
   */
  async setSignInName(staff_id: string, given: string, by: string): Promise<ChangeRow | undefined> {
    const sign_in_name = checkSignInName(given)
    return this.#context.transact(async (store, addEvent) => {
      if ((await lockStaff(store, staff_id)) === undefined) throw new DeskError('staff_unknown')
      const other = await findBySignInName(store, sign_in_name)
      if (other !== undefined && other.id !== staff_id) throw new DeskError('sign_in_name_taken', { field: 'sign_in_name' })
      if (by !== machine) return this.#propose(store, addEvent, 'sign_in_name', { staff_id, sign_in_name }, by)
      const { actor, action, facts } = await writeSignInName(store, sign_in_name, { staff_id, by, time: this.#context.now })
      addEvent(actor, action, facts)
      return undefined
    })
  }

  /** Disables an account and ends its sessions. @throws {DeskError} staff_unknown, own_account, last_administrator */
  async disable(staff_id: string, by: string): Promise<void> {
    demandOther(staff_id, by)
    await this.#change(staff_id, {}, async (store, addEvent, { update_time }) => {
      await demandOtherAdministrator(store, staff_id)
      await updateStaff(store, staff_id, { disabled_time: update_time, update_time })
      await deleteSessionsOf(store, staff_id)
      addEvent(by, 'staff.disable', { staff_id })
    })
  }

  /**
   * Gives a disabled account back, with the roles, password and second factors it had; as a pending change, but at once on the machine.
   * Nothing is to be done for an account that works.
   *
   * @throws {DeskError} staff_unknown
   */
  async enable(staff_id: string, by: string): Promise<ChangeRow | undefined> {
    return this.#context.transact(async (store, addEvent) => {
      const locked = await lockStaff(store, staff_id)
      if (locked === undefined) throw new DeskError('staff_unknown')
      if (locked.disabled_time === null) return undefined
      if (by !== machine) return this.#propose(store, addEvent, 'enable', { staff_id }, by)
      const { actor, action, facts } = await writeEnabled(store, { staff_id, by, time: this.#context.now })
      addEvent(actor, action, facts)
      return undefined
    })
  }

  async #propose<Kind extends ChangeKind>(
    store: Store,
    addEvent: AddEvent,
    kind: Kind,
    value: ChangeValue<Kind>,
    by: string,
  ): Promise<ChangeRow> {
    const { row, event } = await this.#context.changes.propose(store, kind, value, by)
    addEvent(event.actor, event.action, event.facts)
    return row
  }

  async #find(staff_id: string): Promise<StaffRow> {
    const row = await findStaff(this.#context.read, staff_id)
    if (row === undefined) throw new DeskError('staff_unknown')
    return row
  }

  // Updating the staff member's row first makes changes of one staff member wait for each other.
  #change(
    staff_id: string,
    change: Partial<Pick<StaffRow, 'full_name' | 'disabled_time'>>,
    run: (store: Store, addEvent: AddEvent, row: StaffRow) => Promise<void>,
  ): Promise<void> {
    return this.#context.transact(async (store, addEvent) => {
      const row = await updateStaff(store, staff_id, { ...change, update_time: this.#context.now })
      if (row === undefined) throw new DeskError('staff_unknown')
      await run(store, addEvent, row)
    })
  }
}
