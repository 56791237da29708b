import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { Grant } from '../contract/permission.ts'
import { DeskRefusal } from '../contract/refusal.ts'
import {
  allGrants,
  allPeople,
  findBySignInName,
  findPerson,
  insertPerson,
  type PersonRow,
  replaceGrants,
  updatePerson,
} from '../store/people.ts'
import { savePassword, unbindSubject } from '../store/people-accounts.ts'
import { deleteSessionsOf } from '../store/people-sessions.ts'
import type { Store } from '../store/store.ts'
import { forgetFailures } from './attempts.ts'
import type { Books, Note } from './books.ts'
import { checkName, checkPassword, checkSignInName, nameKey } from './name.ts'
import { makeSecondFactor } from './second-factor.ts'

/** Someone to be added. */
export interface NewPerson {
  readonly name: string
  readonly password: string
  /** What the provider of OpenID Connect calls them; their name when left out. */
  readonly sign_in_name?: string | undefined
  readonly roles: readonly Grant[]
}

/** Someone with an account, without anything secret. */
export interface Person {
  readonly person_id: string
  readonly name: string
  readonly sign_in_name: string
  readonly create_time: number
  readonly disabled_time: number | null
  readonly grants: readonly Grant[]
}

/** A person that is ready to be written: everything slow is done before the transaction. */
export interface PreparedPerson {
  readonly row: PersonRow
  readonly password_hash: string
  readonly roles: readonly Grant[]
  readonly otpauth_uri: string
}

/** Accounts, as administrators see them. `by` is a person's id, or `command`. */
export class Accounts {
  readonly #books: Books

  constructor(books: Books) {
    this.#books = books
  }

  /** Checks and hashes. @throws {DeskRefusal} person_malformed, password_weak */
  async prepare({ name: given, sign_in_name, password, roles }: NewPerson): Promise<PreparedPerson> {
    const { now, secret } = this.#books
    const name = checkName(given)
    const names = { name, name_key: nameKey(name), sign_in_name: checkSignInName(sign_in_name ?? name) }
    checkPassword(password, name)
    const { second_factor, otpauth_uri } = await makeSecondFactor(name, secret)
    const times = { create_time: now, update_time: now, disabled_time: null }
    const row = { id: randomUUID(), ...names, second_factor, ...times }
    return { row, password_hash: await hashPassword(password), roles, otpauth_uri }
  }

  /** Writes a prepared person. @throws {DeskRefusal} person_exists */
  async write(store: Store, note: Note, { row, password_hash, roles }: PreparedPerson, by: string): Promise<void> {
    if (!(await insertPerson(store, row))) throw new DeskRefusal('person_exists')
    await savePassword(store, row.id, password_hash, row.create_time)
    await replaceGrants(store, row.id, distinct(roles), { granted_by: by, time: row.create_time })
    note(by, 'person.add', { person_id: row.id, name: row.name, grants: facts(roles) })
  }

  /** Adds a person. The second factor is in force at once; its URI is shown this one time. */
  async add(person: NewPerson, by: string): Promise<{ person_id: string; otpauth_uri: string }> {
    const prepared = await this.prepare(person)
    await this.#books.change((store, note) => this.write(store, note, prepared, by))
    return { person_id: prepared.row.id, otpauth_uri: prepared.otpauth_uri }
  }

  /** Everybody, by name. */
  async list(): Promise<Person[]> {
    const [people, grants] = await Promise.all([allPeople(this.#books.read), allGrants(this.#books.read)])
    return people.map(({ id, name, sign_in_name, create_time, disabled_time }) => ({
      person_id: id,
      name,
      sign_in_name,
      create_time,
      disabled_time,
      grants: grants.get(id) ?? [],
    }))
  }

  /** Puts grants in the place of those a person had. @throws {DeskRefusal} person_unknown */
  async setGrants(person_id: string, grants: readonly Grant[], by: string): Promise<void> {
    await this.#change(person_id, {}, async (store, note, { update_time }) => {
      await replaceGrants(store, person_id, distinct(grants), { granted_by: by, time: update_time })
      note(by, 'person.grants', { person_id, grants: facts(grants) })
    })
  }

  /** Sets what the provider calls a person. Whoever they were there before opens nothing any more. @throws {DeskRefusal} person_unknown, person_malformed, sign_in_name_taken */
  async setSignInName(person_id: string, given: string, by: string): Promise<void> {
    const sign_in_name = checkSignInName(given)
    await this.#change(person_id, {}, async (store, note, { update_time }) => {
      const other = await findBySignInName(store, sign_in_name)
      if (other !== undefined && other.id !== person_id) throw new DeskRefusal('sign_in_name_taken', { field: 'sign_in_name' })
      await updatePerson(store, person_id, { sign_in_name, update_time })
      await unbindSubject(store, person_id)
      await deleteSessionsOf(store, person_id)
      note(by, 'person.sign_in_name', { person_id })
    })
  }

  /** Takes a person's account away and ends their sessions at once. @throws {DeskRefusal} person_unknown */
  async disable(person_id: string, by: string): Promise<void> {
    await this.#change(person_id, { disabled_time: this.#books.now }, async (store, note) => {
      await deleteSessionsOf(store, person_id)
      note(by, 'person.disable', { person_id })
    })
  }

  /** Sets another password, unlocks the name and ends the person's sessions. @throws {DeskRefusal} person_unknown, password_weak */
  async setPassword(person_id: string, password: string, by: string): Promise<void> {
    const { name } = await this.#find(person_id)
    checkPassword(password, name)
    const hash = await hashPassword(password)
    await this.#change(person_id, {}, async (store, note, { name_key, update_time }) => {
      await savePassword(store, person_id, hash, update_time)
      await forgetFailures(store, this.#books.secret, name_key)
      await deleteSessionsOf(store, person_id)
      note(by, 'person.password', { person_id })
    })
  }

  /** Makes another second factor, for a lost device, and ends the person's sessions. @throws {DeskRefusal} person_unknown */
  async renewSecondFactor(person_id: string, by: string): Promise<string> {
    const { name } = await this.#find(person_id)
    const { second_factor, otpauth_uri } = await makeSecondFactor(name, this.#books.secret)
    await this.#change(person_id, { second_factor }, async (store, note) => {
      await deleteSessionsOf(store, person_id)
      note(by, 'person.renew_second_factor', { person_id })
    })
    return otpauth_uri
  }

  async #find(person_id: string): Promise<PersonRow> {
    const row = await findPerson(this.#books.read, person_id)
    if (row === undefined) throw new DeskRefusal('person_unknown')
    return row
  }

  // The person's row is changed first, so that changes of one person wait for each other.
  #change(
    person_id: string,
    change: Partial<Pick<PersonRow, 'second_factor' | 'disabled_time'>>,
    run: (store: Store, note: Note, row: PersonRow) => Promise<void>,
  ): Promise<void> {
    return this.#books.change(async (store, note) => {
      const row = await updatePerson(store, person_id, { ...change, update_time: this.#books.now })
      if (row === undefined) throw new DeskRefusal('person_unknown')
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
