import type { ChangeValue } from '../contract/changes.ts'
import type { PasskeyAssertion, PasskeyOptions, PasskeyRegistration } from '../contract/passkey.ts'
import type { Grant } from '../contract/permission.ts'
import type { ChangeRow } from '../store/changes.ts'
import type { PasskeyRow } from '../store/passkeys.ts'
import { hasStaff } from '../store/staff.ts'
import { Accounts, type NewStaff, type StaffMember } from './accounts.ts'
import { type Actor, demandSecondFactor } from './actor.ts'
import { Authenticator, type Credentials } from './authenticator.ts'
import type { Changes, ListedChange } from './changes.ts'
import { StaffContext, type StaffContextParts } from './context.ts'
import { joinCodeOf, linkOf } from './invitation-token.ts'
import { type Invitation, Invitations, type Invitee, type MadeInvitation } from './invitations.ts'
import { type Acceptance, Joining, type OpenedInvitation } from './joining.ts'
import type { OidcOptions } from './oidc-options.ts'
import type { OidcSignIn, OidcSignInOptions } from './oidc-sign-in.ts'
import { OwnAccount } from './own-account.ts'
import { type Factors, OwnFactors } from './own-factors.ts'
import { PasskeyAnswers } from './passkey-answers.ts'
import { PasskeySignIn } from './passkey-sign-in.ts'
import { demoMethod, type OpenedSession, type SessionFacts, type SessionOrigin, Sessions } from './sessions.ts'

/** What the staff of a desk are made with. */
export interface StaffOptions extends StaffContextParts {
  /** Where browsers reach the desk; asked for at the first request. */
  base_url(): string
  /** The same by a host name, which passkeys need; `base_url` unless given. */
  readonly passkey_url?: (() => string) | undefined
  readonly oidc?: OidcOptions | undefined
  /** Told of failures of the OpenID Connect provider, without anything personal. */
  readonly report?: ((message: string) => void) | undefined
  /** How long the provider may take for one step of a sign-in, milliseconds; 10,000 unless given. */
  readonly oidc_limit_ms?: number | undefined
}

/** An invitation with its link, which is known this once. */
export interface LinkedInvitation {
  readonly invitation: Invitation
  readonly link: string
  /** What the link waits for; `undefined` when it works at once. */
  readonly change: ChangeRow | undefined
}

/** The staff of a desk: who they are, how they sign in, what they may do. Every change is in the audit log, with who made it. */
export class Staff {
  /** Changes that wait for a confirmation. */
  readonly changes: Changes
  readonly #accounts: Accounts
  readonly #authenticator: Authenticator
  readonly #passkeys: PasskeySignIn
  readonly #ownFactors: OwnFactors
  readonly #sessions: Sessions
  readonly #oidc: OidcSignInOptions | undefined
  #oidcSignIn: Promise<OidcSignIn> | undefined
  readonly #invitations: Invitations
  readonly #ownAccount: OwnAccount
  readonly #joining: Joining
  readonly #context: StaffContext
  readonly #baseUrl: () => string

  constructor({ base_url, passkey_url = base_url, oidc, report, oidc_limit_ms: limit_ms = 10_000, ...parts }: StaffOptions) {
    const context = new StaffContext(parts)
    this.changes = parts.changes
    this.#accounts = new Accounts(context)
    this.#authenticator = new Authenticator(context)
    const answers = new PasskeyAnswers(context, passkey_url)
    this.#passkeys = new PasskeySignIn(context, answers)
    this.#ownFactors = new OwnFactors(context, answers)
    this.#sessions = new Sessions(context, { authenticator: this.#authenticator, passkeys: this.#passkeys })
    this.#oidc = oidc && { context, base_url, oidc, report, limit_ms }
    this.#invitations = new Invitations(context)
    this.#ownAccount = new OwnAccount(context)
    this.#joining = new Joining(context, answers)
    this.#context = context
    this.#baseUrl = base_url
  }

  /** Adds a staff member; the URI of their second factor is shown this once. @throws {DeskError} staff_malformed, password_weak, staff_exists */
  add(staffMember: NewStaff, by: string): Promise<{ staff_id: string; otpauth_uri: string }> {
    return this.#accounts.add(staffMember, by)
  }

  /** All staff, by name. */
  list(): Promise<StaffMember[]> {
    return this.#accounts.list()
  }

  /** Sets the grants of a staff member; what adds something is returned as a pending change. @throws {DeskError} staff_unknown */
  setGrants(staff_id: string, grants: readonly Grant[], by: string): Promise<ChangeRow | undefined> {
    return this.#accounts.setGrants(staff_id, grants, by)
  }

  /** Disables an account and ends its sessions. @throws {DeskError} staff_unknown */
  disable(staff_id: string, by: string): Promise<void> {
    return this.#accounts.disable(staff_id, by)
  }

  /** Enables a disabled account again, as a pending change. @throws {DeskError} staff_unknown */
  enable(staff_id: string, by: string): Promise<ChangeRow | undefined> {
    return this.#accounts.enable(staff_id, by)
  }

  /** Replaces password and second factor by those of the machine's operator. @throws {DeskError} staff_unknown, password_weak */
  reset(staff_id: string, password: string, by: string): Promise<string> {
    return this.#accounts.reset(staff_id, password, by)
  }

  /** Invites somebody new. @throws {DeskError} staff_malformed, staff_exists, invitation_exists */
  async invite(invitee: Invitee, by: string): Promise<LinkedInvitation> {
    return this.#linked(await this.#invitations.invite(invitee, by))
  }

  /** Invites somebody again whose second factor is lost. @throws {DeskError} staff_unknown, own_account, last_administrator, invitation_exists */
  async renew(staff_id: string, by: string): Promise<LinkedInvitation> {
    return this.#linked(await this.#invitations.renew(staff_id, by))
  }

  /** All invitations, the newest first. */
  invitations(): Promise<Invitation[]> {
    return this.#invitations.list()
  }

  /** Stops an invitation. @throws {DeskError} invitation_unknown */
  stopInvitation(invitation_id: string, by: string): Promise<void> {
    return this.#invitations.stop(invitation_id, by)
  }

  /** The first administrator's link while there are no staff; each replaces the last one. */
  async firstLink(): Promise<string | undefined> {
    const token = await this.#invitations.first()
    return token === undefined ? undefined : linkOf(this.#baseUrl(), token)
  }

  /** What the confirmer of a change gives to whom it invites; `undefined` when it invites nobody. */
  joinCode({ row }: Pick<ListedChange, 'row'>): string | undefined {
    if (row.kind !== 'invitation') return undefined
    const { invitation_id }: ChangeValue<'invitation'> = JSON.parse(row.value)
    return joinCodeOf(this.#context.secret, invitation_id)
  }

  /** What the link of an invitation offers. @throws {DeskError} invitation_over, staff_malformed */
  openInvitation(token: string, name?: string): Promise<OpenedInvitation> {
    return this.#joining.open(token, name)
  }

  /** Uses the link of an invitation up. @throws {DeskError} invitation_over, staff_malformed, staff_exists, password_weak, factors_missing, second_factor_wrong, passkey_wrong */
  acceptInvitation(token: string, acceptance: Acceptance): Promise<{ staff_id: string; name: string }> {
    return this.#joining.accept(token, acceptance)
  }

  /** Demands that somebody has just given a second factor. @throws {DeskError} second_factor_needed */
  demandSecondFactor(actor: Actor): void {
    demandSecondFactor(actor, this.#context.now)
  }

  /** Sets what people call somebody. @throws {DeskError} staff_unknown, staff_malformed */
  setFullName(staff_id: string, full_name: string, by: string): Promise<void> {
    return this.#accounts.setFullName(staff_id, full_name, by)
  }

  /** Sets what the provider calls a staff member, as a pending change. @throws {DeskError} staff_unknown, staff_malformed, sign_in_name_taken */
  setSignInName(staff_id: string, sign_in_name: string, by: string): Promise<ChangeRow | undefined> {
    return this.#accounts.setSignInName(staff_id, sign_in_name, by)
  }

  /** Signs in for one command, without a session. @throws {DeskError} sign_in_wrong, sign_in_locked, totp_used */
  signIn(credentials: Credentials, address?: string): Promise<Actor> {
    return this.#authenticator.signIn(credentials, { method: 'command', address })
  }

  /** Signs a browser or a session file in. @throws {DeskError} sign_in_wrong, sign_in_locked, totp_used */
  openSession(credentials: Credentials, origin?: SessionOrigin): Promise<OpenedSession> {
    return this.#sessions.open(credentials, origin)
  }

  /** Ends the session of a token. */
  closeSession(token: string | undefined): Promise<void> {
    return this.#sessions.close(token)
  }

  /** Who the token of a session belongs to; `undefined` when nobody is signed in. */
  actorOf(token: string | undefined, how?: { readonly passive: boolean }): Promise<Actor | undefined> {
    return this.#sessions.actorOf(token, how)
  }

  /** Takes a code of the second factor again. @throws {DeskError} not_signed_in, second_factor_wrong, totp_used, sign_in_locked */
  confirmSecondFactor(token: string | undefined, totp: string): Promise<Actor> {
    return this.#sessions.confirmSecondFactor(token, totp)
  }

  /** What a browser is asked for signing in by a passkey. @throws {DeskError} passkey_unavailable */
  startPasskeySignIn(): Promise<PasskeyOptions> {
    return this.#passkeys.start()
  }

  /** Signs a browser in by a passkey. @throws {DeskError} passkey_wrong, passkey_unavailable, sign_in_locked */
  openPasskeySession(credential: PasskeyAssertion, origin?: SessionOrigin): Promise<OpenedSession> {
    return this.#sessions.openByPasskey(credential, origin)
  }

  /** What a browser is asked for `confirmByPasskey`. @throws {DeskError} not_signed_in, passkey_unavailable, passkey_unknown */
  startPasskeyConfirmation(token: string | undefined): Promise<PasskeyOptions> {
    return this.#sessions.startPasskeyConfirmation(token)
  }

  /** Takes a passkey as the second factor of a session. @throws {DeskError} not_signed_in, passkey_wrong, passkey_unavailable, sign_in_locked */
  confirmByPasskey(token: string | undefined, credential: PasskeyAssertion): Promise<Actor> {
    return this.#sessions.confirmByPasskey(token, credential)
  }

  /** What a browser is asked for making a passkey. @throws {DeskError} not_signed_in, passkey_unavailable */
  async startPasskey(token: string | undefined): Promise<PasskeyOptions> {
    return this.#ownFactors.startPasskey(await this.#sessions.of(token))
  }

  /** Adds a passkey to the account of a session. @throws {DeskError} not_signed_in, passkey_wrong, passkey_unavailable, character_hidden, sign_in_locked */
  async addPasskey(
    token: string | undefined,
    passkey: { readonly name: string; readonly credential: PasskeyRegistration },
  ): Promise<PasskeyRow> {
    return this.#ownFactors.addPasskey(await this.#sessions.of(token), passkey)
  }

  /** Removes a passkey. @throws {DeskError} passkey_unknown, last_factor */
  removePasskey(staff_id: string, passkey_id: string): Promise<void> {
    return this.#ownFactors.removePasskey(staff_id, passkey_id)
  }

  /** The secret of a new authenticator; the one that is there stays until `setTotp`. */
  startTotp(staff_id: string): Promise<{ readonly otpauth_uri: string; readonly sealed_secret: string }> {
    return this.#ownFactors.startTotp(staff_id)
  }

  /** Replaces the authenticator of the account of a session. @throws {DeskError} not_signed_in, second_factor_wrong, sign_in_locked */
  async setTotp(token: string | undefined, input: { readonly sealed_secret: string; readonly totp: string }): Promise<void> {
    await this.#ownFactors.setTotp(await this.#sessions.of(token), input)
  }

  /** The sessions of a staff member. @param token of the session that asks */
  sessionsOf(staff_id: string, token?: string): Promise<SessionFacts[]> {
    return this.#sessions.list(staff_id, token)
  }

  /** Ends one session of a staff member, or all of them. @throws {DeskError} session_unknown */
  endSession(which: { readonly staff_id: string; readonly session_id?: string | undefined }, by: string): Promise<void> {
    return this.#sessions.end(which, by)
  }

  /** What somebody signs in with. */
  factors(staff_id: string): Promise<Factors> {
    return this.#ownFactors.list(staff_id)
  }

  /** Replaces one's own password; the session of `token` stays. @throws {DeskError} password_wrong, password_weak, sign_in_locked */
  async setOwnPassword(
    staff_id: string,
    { token, ...passwords }: { readonly password?: string | undefined; readonly new_password: string; readonly token?: string | undefined },
  ): Promise<void> {
    await this.#ownAccount.setPassword(staff_id, { ...passwords, session_id: await this.#sessions.idOf(token) })
  }

  /** Signing in by OpenID Connect; `undefined` where no provider is set. */
  get oidc(): Promise<OidcSignIn> | undefined {
    const options = this.#oidc
    // Loaded at the first request: commands need none of it.
    if (options !== undefined) this.#oidcSignIn ??= import('./oidc-sign-in.ts').then((loaded) => new loaded.OidcSignIn(options))
    return this.#oidcSignIn
  }

  /** Opens a session for somebody whom the provider named; returns its token. @throws {DeskError} sign_in_wrong */
  openSessionFor(staff_id: string, origin?: SessionOrigin): Promise<string> {
    return this.#sessions.openFor(staff_id, origin)
  }

  /** Opens a session for somebody of the demo; returns its token. @throws {DeskError} sign_in_wrong */
  openDemoSession(staff_id: string, origin?: SessionOrigin): Promise<string> {
    return this.#sessions.openFor(staff_id, origin, demoMethod)
  }

  /** Counts as a second factor of a session of the demo. @throws {DeskError} not_signed_in */
  confirmInDemo(token: string | undefined): Promise<Actor> {
    return this.#sessions.confirmInDemo(token)
  }

  /** Whether there is nobody yet. */
  async isEmpty(): Promise<boolean> {
    return !(await hasStaff(this.#context.read))
  }

  #linked({ invitation, token, change }: MadeInvitation): LinkedInvitation {
    return { invitation, link: linkOf(this.#baseUrl(), token), change }
  }
}
