import type { PasskeyAssertion, PasskeyOptions } from '../contract/passkey.ts'
import type { Permission } from '../contract/permission.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Credentials } from '../staff/authenticator.ts'
import type { Acceptance, OpenedInvitation } from '../staff/joining.ts'
import type { OidcSignIn } from '../staff/oidc-sign-in.ts'
import type { OpenedSession, SessionOrigin } from '../staff/sessions.ts'
import type { Staff } from '../staff/staff.ts'
import type { Reply } from './reply.ts'

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
   * @throws {DeskError} sign_in_wrong, sign_in_locked, totp_used
   * @example
   * const actor = await desk.sessions.signIn({ name: 'wang', password, totp: '492039' })
   */
  signIn(credentials: Credentials): Promise<Actor> {
    return this.#staff.signIn(credentials)
  }

  /**
   * Signs a browser in, or a session file of commands, and returns the token of its session. The failures of an address are limited; a
   * device is what its owner sees of the session.
   *
   * @throws {DeskError} sign_in_wrong, sign_in_locked, totp_used
   * @example
   * const { token, actor } = await desk.sessions.open({ name: 'wang', password, totp: '492039' }, { method: 'command', device: 'till-3' })
   */
  open(credentials: Credentials, origin?: SessionOrigin): Promise<OpenedSession> {
    return this.#staff.openSession(credentials, origin)
  }

  /**
   * What a browser is asked for signing in by a passkey, for `navigator.credentials.get`. It names nobody, and is good once, for 5 minutes.
   *
   * @throws {DeskError} passkey_unavailable
   * @example
   * const { options } = await desk.sessions.startPasskey()
   */
  async startPasskey(): Promise<{ readonly options: PasskeyOptions }> {
    return { options: await this.#staff.startPasskeySignIn() }
  }

  /**
   * Signs a browser in by a passkey, which counts as password and second factor: its authenticator checked a PIN, a finger or a face.
   *
   * @param credential what `toJSON()` gives of the browser's answer
   * @throws {DeskError} passkey_wrong, passkey_unavailable, sign_in_locked
   * @example
   * const { token, actor } = await desk.sessions.openByPasskey(credential, { address, device })
   */
  openByPasskey(credential: PasskeyAssertion, origin?: SessionOrigin): Promise<OpenedSession> {
    return this.#staff.openPasskeySession(credential, origin)
  }

  /**
   * What the browser of a session is asked for giving the second factor again, by one of its owner's passkeys.
   *
   * @throws {DeskError} not_signed_in, passkey_unavailable, passkey_unknown
   * @example
   * const { options } = await desk.sessions.startPasskeyConfirmation(token)
   */
  async startPasskeyConfirmation(token: string | undefined): Promise<{ readonly options: PasskeyOptions }> {
    return { options: await this.#staff.startPasskeyConfirmation(token) }
  }

  /**
   * Takes a passkey as the second factor of a session, which then counts for 5 minutes.
   *
   * @throws {DeskError} not_signed_in, passkey_wrong, passkey_unavailable, sign_in_locked
   * @example
   * const actor = await desk.sessions.confirmByPasskey(token, credential)
   */
  confirmByPasskey(token: string | undefined, credential: PasskeyAssertion): Promise<Actor> {
    return this.#staff.confirmByPasskey(token, credential)
  }

  /** Opens a session for whom the OpenID Connect provider named; returns its token. @throws {DeskError} sign_in_wrong */
  openFor(staff_id: string, origin?: SessionOrigin): Promise<string> {
    return this.#staff.openSessionFor(staff_id, origin)
  }

  /** Ends the session of a token. */
  close(token: string | undefined): Promise<void> {
    return this.#staff.closeSession(token)
  }

  /** Whose session a token opens; undefined when it opens none. A `passive` look does not count as use of the session. */
  actorOf(token: string | undefined, how?: { readonly passive: boolean }): Promise<Actor | undefined> {
    return this.#staff.actorOf(token, how)
  }

  /** Takes a code of the second factor again, which then counts for 5 minutes. @throws {DeskError} not_signed_in, second_factor_wrong, totp_used, sign_in_locked */
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

  /** The link of the first administrator's invitation, which replaces the one before; undefined once there are staff. */
  firstLink(): Promise<string | undefined> {
    return this.#staff.firstLink()
  }

  /**
   * What the link of an invitation offers; it stays good. The secret of the authenticator is another one each time. `passkey_options` is
   * absent where browsers reach the desk by no host name.
   *
   * @param name of the first administrator, who chooses it
   * @throws {DeskError} invitation_over, staff_malformed
   * @example
   * const { otpauth_uri, sealed_secret } = await desk.sessions.openInvitation({ token })
   */
  openInvitation({ token, name }: { readonly token: string; readonly name?: string | undefined }): Promise<OpenedInvitation> {
    return this.#staff.openInvitation(token, name)
  }

  /**
   * Uses the link of an invitation up: its holder has an account from here on. They choose a password and an authenticator, or a password
   * and a passkey, or a passkey alone, which counts as both factors.
   *
   * @throws {DeskError} invitation_over, staff_malformed, staff_exists, password_weak, factors_missing, second_factor_wrong, passkey_wrong,
   * passkey_unavailable, character_hidden
   * @example
   * const { staff_id } = await desk.sessions.acceptInvitation({ token, password, sealed_secret, totp: '492039' })
   */
  acceptInvitation({ token, ...acceptance }: Acceptance & { readonly token: string }): Promise<Reply<'acceptInvitation'>> {
    return this.#staff.acceptInvitation(token, acceptance)
  }
}
