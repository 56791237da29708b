import type { Clock } from '@card-member/sdk/protocol'
import type { Database } from '@card-member/service/database'
import type { Grant } from '../contract/permission.ts'
import type { Recorder } from '../record/entry.ts'
import type { Schema } from '../store/schema.ts'
import { Accounts, type NewPerson, type Person } from './accounts.ts'
import type { Actor } from './actor.ts'
import { Books } from './books.ts'
import { type Credentials, Door } from './door.ts'
import type { OidcOptions } from './oidc.ts'
import type { OidcSignIn, OidcSignInOptions } from './oidc-sign-in.ts'
import { type OpenedSession, Sessions } from './sessions.ts'
import { SetUp } from './set-up.ts'

/** What the people of a desk stand on. */
export interface PeopleOptions {
  readonly database: Database<Schema>
  /** Of `readSecret`. Second factors and sessions of another secret are unreadable. */
  readonly secret: string
  /** Where browsers reach the desk; asked for when the first one comes. */
  base_url(): string
  readonly clock: Clock
  readonly recorder: Recorder
  readonly oidc?: OidcOptions | undefined
  /** Told of what goes wrong with the OpenID Connect provider, without anything personal. */
  readonly report?: ((message: string) => void) | undefined
  /** How long the provider may take for one step of a sign-in, milliseconds; 10,000 unless told otherwise. */
  readonly oidc_limit_ms?: number | undefined
}

/** The people of a desk: who they are, how they sign in, what they may do. Every change is in the record, with whom it was done by. */
export class People {
  readonly #accounts: Accounts
  readonly #door: Door
  readonly #sessions: Sessions
  readonly #oidc: OidcSignInOptions | undefined
  #oidcSignIn: Promise<OidcSignIn> | undefined
  readonly #setUp: SetUp

  constructor({ base_url, oidc, report, oidc_limit_ms: limit_ms = 10_000, ...parts }: PeopleOptions) {
    const books = new Books(parts)
    this.#accounts = new Accounts(books)
    this.#door = new Door(books)
    this.#sessions = new Sessions(books, this.#door, base_url)
    this.#oidc = oidc && { books, base_url, oidc, report, limit_ms }
    this.#setUp = new SetUp(books, this.#accounts)
  }

  /** Adds a person; the URI of their second factor is told this once. @throws {DeskRefusal} person_malformed, password_weak, person_exists */
  add(person: NewPerson, by: string): Promise<{ person_id: string; otpauth_uri: string }> {
    return this.#accounts.add(person, by)
  }

  /** Everybody, by name. */
  list(): Promise<Person[]> {
    return this.#accounts.list()
  }

  /** Puts grants in the place of those a person had; sessions have them at once. @throws {DeskRefusal} person_unknown */
  setGrants(person_id: string, grants: readonly Grant[], by: string): Promise<void> {
    return this.#accounts.setGrants(person_id, grants, by)
  }

  /** Takes an account away and ends its sessions at once. @throws {DeskRefusal} person_unknown */
  disable(person_id: string, by: string): Promise<void> {
    return this.#accounts.disable(person_id, by)
  }

  /** Sets another password, unlocks the name and ends the person's sessions. @throws {DeskRefusal} person_unknown, password_weak */
  setPassword(person_id: string, password: string, by: string): Promise<void> {
    return this.#accounts.setPassword(person_id, password, by)
  }

  /** Makes another second factor and ends the person's sessions; its URI is told this once. @throws {DeskRefusal} person_unknown */
  renewSecondFactor(person_id: string, by: string): Promise<string> {
    return this.#accounts.renewSecondFactor(person_id, by)
  }

  /** Sets the name by which the provider names a person, and unbinds them from who they were there. @throws {DeskRefusal} person_unknown, person_malformed, sign_in_name_taken */
  setSignInName(person_id: string, sign_in_name: string, by: string): Promise<void> {
    return this.#accounts.setSignInName(person_id, sign_in_name, by)
  }

  /** Signs in for one command, without a session. @throws {DeskRefusal} sign_in_wrong, sign_in_locked */
  signIn(credentials: Credentials, address?: string): Promise<Actor> {
    return this.#door.signIn(credentials, { method: 'command', address })
  }

  /** Signs a browser in. @throws {DeskRefusal} sign_in_wrong, sign_in_locked */
  openSession(credentials: Credentials, address?: string): Promise<OpenedSession> {
    return this.#sessions.open(credentials, address)
  }

  /** Signs a browser out; returns the values of `Set-Cookie` that take its cookie away. */
  closeSession(cookie: string | undefined): Promise<readonly string[]> {
    return this.#sessions.close(cookie)
  }

  /** Who a request's cookie header belongs to; `undefined` when nobody is signed in. */
  actorOf(cookie: string | undefined): Promise<Actor | undefined> {
    return this.#sessions.actorOf(cookie)
  }

  /** Takes the second factor of a session again. @throws {DeskRefusal} not_signed_in, second_factor_wrong, sign_in_locked */
  confirmSecondFactor(cookie: string | undefined, totp: string): Promise<Actor> {
    return this.#sessions.confirmSecondFactor(cookie, totp)
  }

  /** Signing in by OpenID Connect; `undefined` where no provider is set. */
  get oidc(): Promise<OidcSignIn> | undefined {
    const options = this.#oidc
    // Loaded when the first browser comes: commands need none of it.
    if (options !== undefined) this.#oidcSignIn ??= import('./oidc-sign-in.ts').then((made) => new made.OidcSignIn(options))
    return this.#oidcSignIn
  }

  /** Opens a session for whom the provider named; returns the values of `Set-Cookie`. @throws {DeskRefusal} sign_in_wrong */
  openSessionFor(person_id: string): Promise<readonly string[]> {
    return this.#sessions.openFor(person_id)
  }

  /** A one-time token for the set-up link while there are no people; each replaces the one before. */
  setUpLink(): Promise<string | undefined> {
    return this.#setUp.link()
  }

  /** Makes the first administrator; returns the URI of their second factor. @throws {DeskRefusal} set_up_over, person_malformed, password_weak */
  setUp(token: string, person: { readonly name: string; readonly password: string }): Promise<string> {
    return this.#setUp.finish(token, person)
  }
}
