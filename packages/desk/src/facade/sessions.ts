import type { Permission } from '../contract/permission.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Credentials } from '../staff/authenticator.ts'
import type { OidcSignIn } from '../staff/oidc-sign-in.ts'
import type { OpenedSession } from '../staff/sessions.ts'
import type { Staff } from '../staff/staff.ts'

export type { Actor } from '../staff/actor.ts'
export { callbackPath } from '../staff/oidc-options.ts'
export type { OidcSignIn } from '../staff/oidc-sign-in.ts'
export { oidcStateLife } from '../staff/oidc-state.ts'
export { sessionLife } from '../staff/sessions.ts'

/** Signing in: for one command, or for a browser, which keeps the token of its session in a cookie. */
export class Sessions {
  readonly #staff: Staff

  constructor(staff: Staff) {
    this.#staff = staff
  }

  /**
   * Signs somebody in for one command, without a session.
   *
   * @throws {DeskError} sign_in_wrong, sign_in_locked
   * @example
   * const actor = await desk.sessions.signIn({ name: 'wang', password, totp: '492039' })
   */
  signIn(credentials: Credentials): Promise<Actor> {
    return this.#staff.signIn(credentials)
  }

  /**
   * Signs a browser in and returns the token of its session.
   *
   * @param address where the browser is, for the limit of failed attempts
   * @throws {DeskError} sign_in_wrong, sign_in_locked
   */
  open(credentials: Credentials, address?: string): Promise<OpenedSession> {
    return this.#staff.openSession(credentials, address)
  }

  /** Opens a session for whom the OpenID Connect provider named; returns its token. @throws {DeskError} sign_in_wrong */
  openFor(staff_id: string): Promise<string> {
    return this.#staff.openSessionFor(staff_id)
  }

  /** Ends the session of a token. */
  close(token: string | undefined): Promise<void> {
    return this.#staff.closeSession(token)
  }

  /** Whose session a token opens; undefined when it opens none. */
  actorOf(token: string | undefined): Promise<Actor | undefined> {
    return this.#staff.actorOf(token)
  }

  /** Takes a code of the second factor again, which then counts for 5 minutes. @throws {DeskError} not_signed_in, second_factor_wrong, sign_in_locked */
  confirmSecondFactor(token: string | undefined, totp: string): Promise<Actor> {
    return this.#staff.confirmSecondFactor(token, totp)
  }

  /**
   * The same for one act that needs it, when its request brings a code. Without the permission for that act no code is checked.
   *
   * @throws {DeskError} not_permitted, and those of `confirmSecondFactor`
   */
  async confirmFor(
    actor: Actor,
    { permission, brand_id }: { readonly permission: Permission; readonly brand_id: string },
    { token, totp }: { readonly token: string | undefined; readonly totp: string | undefined },
  ): Promise<Actor> {
    demand(actor, permission, brand_id)
    return totp === undefined ? actor : this.#staff.confirmSecondFactor(token, totp)
  }

  /** Signing in by OpenID Connect; undefined where no provider is set. */
  get oidc(): Promise<OidcSignIn> | undefined {
    return this.#staff.oidc
  }

  /** Makes a one-time token for the set-up link, which replaces the one before; undefined once there are staff. */
  setUpLink(): Promise<string | undefined> {
    return this.#staff.setUpLink()
  }

  /** Makes the first administrator; returns the URI of their second factor. @throws {DeskError} set_up_over, staff_malformed, password_weak */
  setUp(token: string, staffMember: { readonly name: string; readonly password: string }): Promise<string> {
    return this.#staff.setUp(token, staffMember)
  }
}
