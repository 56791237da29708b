import type { Clock } from '@card-member/sdk/protocol'
import type { Database } from '@card-member/service/database'
import type { AuditWriter } from '../audit/event.ts'
import type { Grant } from '../contract/permission.ts'
import type { Schema } from '../store/schema.ts'
import { Accounts, type NewStaff, type StaffMember } from './accounts.ts'
import type { Actor } from './actor.ts'
import { Authenticator, type Credentials } from './authenticator.ts'
import type { OidcOptions } from './oidc.ts'
import type { OidcSignIn, OidcSignInOptions } from './oidc-sign-in.ts'
import { type OpenedSession, Sessions } from './sessions.ts'
import { SetUp } from './set-up.ts'
import { UnitOfWork } from './unit-of-work.ts'

/** What the people of a desk stand on. */
export interface StaffOptions {
  readonly database: Database<Schema>
  /** Of `readSecret`. Second factors and sessions of another secret are unreadable. */
  readonly secret: string
  /** Where browsers reach the desk; asked for when the first one comes. */
  base_url(): string
  readonly clock: Clock
  readonly auditLog: AuditWriter
  readonly oidc?: OidcOptions | undefined
  /** Told of what goes wrong with the OpenID Connect provider, without anything personal. */
  readonly report?: ((message: string) => void) | undefined
  /** How long the provider may take for one step of a sign-in, milliseconds; 10,000 unless told otherwise. */
  readonly oidc_limit_ms?: number | undefined
}

/** The people of a desk: who they are, how they sign in, what they may do. Every change is in the audit log, with whom it was done by. */
export class Staff {
  readonly #accounts: Accounts
  readonly #authenticator: Authenticator
  readonly #sessions: Sessions
  readonly #oidc: OidcSignInOptions | undefined
  #oidcSignIn: Promise<OidcSignIn> | undefined
  readonly #setUp: SetUp

  constructor({ base_url, oidc, report, oidc_limit_ms: limit_ms = 10_000, ...parts }: StaffOptions) {
    const unitOfWork = new UnitOfWork(parts)
    this.#accounts = new Accounts(unitOfWork)
    this.#authenticator = new Authenticator(unitOfWork)
    this.#sessions = new Sessions(unitOfWork, this.#authenticator, base_url)
    this.#oidc = oidc && { unitOfWork, base_url, oidc, report, limit_ms }
    this.#setUp = new SetUp(unitOfWork, this.#accounts)
  }

  /** Adds a person; the URI of their second factor is told this once. @throws {DeskError} staff_malformed, password_weak, staff_exists */
  add(staffMember: NewStaff, by: string): Promise<{ staff_id: string; otpauth_uri: string }> {
    return this.#accounts.add(staffMember, by)
  }

  /** Everybody, by name. */
  list(): Promise<StaffMember[]> {
    return this.#accounts.list()
  }

  /** Puts grants in the place of those a person had; sessions have them at once. @throws {DeskError} staff_unknown */
  setGrants(staff_id: string, grants: readonly Grant[], by: string): Promise<void> {
    return this.#accounts.setGrants(staff_id, grants, by)
  }

  /** Takes an account away and ends its sessions at once. @throws {DeskError} staff_unknown */
  disable(staff_id: string, by: string): Promise<void> {
    return this.#accounts.disable(staff_id, by)
  }

  /** Sets another password, unlocks the name and ends the person's sessions. @throws {DeskError} staff_unknown, password_weak */
  setPassword(staff_id: string, password: string, by: string): Promise<void> {
    return this.#accounts.setPassword(staff_id, password, by)
  }

  /** Makes another second factor and ends the person's sessions; its URI is told this once. @throws {DeskError} staff_unknown */
  renewSecondFactor(staff_id: string, by: string): Promise<string> {
    return this.#accounts.renewSecondFactor(staff_id, by)
  }

  /** Sets the name by which the provider names a person, and unbinds them from who they were there. @throws {DeskError} staff_unknown, staff_malformed, sign_in_name_taken */
  setSignInName(staff_id: string, sign_in_name: string, by: string): Promise<void> {
    return this.#accounts.setSignInName(staff_id, sign_in_name, by)
  }

  /** Signs in for one command, without a session. @throws {DeskError} sign_in_wrong, sign_in_locked */
  signIn(credentials: Credentials, address?: string): Promise<Actor> {
    return this.#authenticator.signIn(credentials, { method: 'command', address })
  }

  /** Signs a browser in. @throws {DeskError} sign_in_wrong, sign_in_locked */
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

  /** Takes the second factor of a session again. @throws {DeskError} not_signed_in, second_factor_wrong, sign_in_locked */
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

  /** Opens a session for whom the provider named; returns the values of `Set-Cookie`. @throws {DeskError} sign_in_wrong */
  openSessionFor(staff_id: string): Promise<readonly string[]> {
    return this.#sessions.openFor(staff_id)
  }

  /** A one-time token for the set-up link while there are no people; each replaces the one before. */
  setUpLink(): Promise<string | undefined> {
    return this.#setUp.link()
  }

  /** Makes the first administrator; returns the URI of their second factor. @throws {DeskError} set_up_over, staff_malformed, password_weak */
  setUp(token: string, staffMember: { readonly name: string; readonly password: string }): Promise<string> {
    return this.#setUp.finish(token, staffMember)
  }
}
