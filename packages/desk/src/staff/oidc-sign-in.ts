import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { DeskError } from '../contract/desk-error.ts'
import { findBySignInName, findStaff, type StaffRow } from '../store/staff.ts'
import { bindSubject, findBySubject } from '../store/staff-accounts.ts'
import { signInNameKey } from './name.ts'
import { callbackPath, type OidcOptions, providerId } from './oidc.ts'
import { faultOf, ProviderFault } from './oidc-fault.ts'
import { OidcProvider } from './oidc-provider.ts'
import { dropStart, keepStart, type OidcStart, readStart, startAt } from './oidc-start.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What signing in by OpenID Connect stands on. */
export interface OidcSignInOptions {
  readonly unitOfWork: UnitOfWork
  readonly oidc: OidcOptions
  /** Where browsers reach the desk; asked for when the first one comes. */
  base_url(): string
  /** How long the provider may take for one step, milliseconds. */
  readonly limit_ms: number
  /** Told of what goes wrong with the provider, without anything personal. */
  readonly report?: ((message: string) => void) | undefined
}

type Claims = Readonly<Record<string, unknown>>

/** Who the ID token says has come, and what more the provider tells of them. */
interface Identity {
  readonly subject: string
  readonly claims: Claims
  readonly more: (() => Promise<Claims>) | undefined
}

/**
 * Signing in by OpenID Connect: to the provider and back. Nobody is made by it: whom the provider names has to be here already. The
 * first sign-in binds the provider's issuer and subject to the person; from then on they alone count.
 */
export class OidcSignIn {
  readonly #options: OidcSignInOptions
  readonly #provider: OidcProvider

  constructor(options: OidcSignInOptions) {
    this.#options = options
    this.#provider = new OidcProvider(options.oidc, () => options.unitOfWork.now)
  }

  /** Where a browser goes, and the cookie it keeps for the way back. @throws {DeskError} oidc_unavailable, oidc_provider_failed, oidc_method_unsupported */
  async start(): Promise<{ location: string; cookies: readonly string[] }> {
    const { secret, now } = this.#options.unitOfWork
    const start = startAt(now, { state: randomState(), nonce: randomNonce(), code_verifier: randomPKCECodeVerifier() })
    const code_challenge = await calculatePKCECodeChallenge(start.code_verifier)
    const deadline = AbortSignal.timeout(this.#options.limit_ms)
    const location = await this.#ask(deadline, async () => {
      const client = await this.#provider.client(deadline)
      return buildAuthorizationUrl(client, {
        redirect_uri: this.#callback().href,
        scope: this.#provider.scopeOf(client),
        state: start.state,
        nonce: start.nonce,
        code_challenge,
        code_challenge_method: 'S256',
      }).href
    })
    return { location, cookies: [keepStart(start, { secret, secure: this.#secure })] }
  }

  /**
   * Who the provider says has come back.
   *
   * @throws {DeskError} oidc_state_unknown, oidc_state_expired, oidc_denied, oidc_code_refused, oidc_token_refused, oidc_staff_unknown,
   *   and what `start` throws
   */
  async finish(query: string, cookie: string | undefined): Promise<StaffRow> {
    const { secret, now } = this.#options.unitOfWork
    const start = readStart(cookie, secret)
    const callback = this.#callback()
    callback.search = query
    const states = callback.searchParams.getAll('state')
    if (start === undefined || states.length !== 1 || states[0] !== start.state) throw new DeskError('oidc_state_unknown')
    if (start.expire_time <= now) throw new DeskError('oidc_state_expired')
    return this.#admit(await this.#exchange(callback, start))
  }

  /** What takes the cookie of a start away. */
  get over(): string {
    return dropStart(this.#secure)
  }

  async #exchange(callback: URL, { state, nonce, code_verifier }: OidcStart): Promise<Identity> {
    const deadline = AbortSignal.timeout(this.#options.limit_ms)
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: code_verifier, idTokenExpected: true }
    return this.#ask(deadline, async () => {
      const client = await this.#provider.client(deadline)
      const tokens = await authorizationCodeGrant(client, callback, checks)
      const claims = tokens.claims()
      if (claims === undefined) throw new ProviderFault(new DeskError('oidc_token_refused'), 'the provider sent no ID token')
      const { iss, sub } = claims
      const isAskable = client.serverMetadata().userinfo_endpoint !== undefined
      const ask = () => this.#ask(deadline, () => fetchUserInfo(client, tokens.access_token, sub))
      return { subject: `${iss} ${sub}`, claims, more: isAskable ? ask : undefined }
    })
  }

  async #admit(identity: Identity): Promise<StaffRow> {
    const { unitOfWork } = this.#options
    const { subject } = identity
    const bound = await findBySubject(unitOfWork.read, subject)
    const staffMember = bound === undefined ? await this.#named(identity) : await findStaff(unitOfWork.read, bound)
    const admitted = await unitOfWork.change(async (store, note) => {
      const isActive = staffMember !== undefined && staffMember.disabled_time === null
      const isTheirs = isActive && (bound !== undefined || (await bindSubject(store, staffMember.id, subject, unitOfWork.now)))
      if (isTheirs && bound === undefined) note(staffMember.id, 'staff.bind', { method: providerId })
      if (!isTheirs) note(staffMember?.id ?? '', 'staff.sign_in_failed', { method: providerId })
      return isTheirs
    })
    if (!admitted || staffMember === undefined) throw new DeskError('oidc_staff_unknown')
    return staffMember
  }

  // What the ID token leaves out is asked for, of the same subject.
  async #named({ claims, more }: Identity): Promise<StaffRow | undefined> {
    const { claim = 'preferred_username' } = this.#options.oidc
    const name = nameOf(isNamed(claims, claim) || more === undefined ? claims : await more(), claim)
    const key = name === undefined ? undefined : signInNameKey(name)
    return key === undefined ? undefined : findBySignInName(this.#options.unitOfWork.read, key)
  }

  // Only what is asked of the provider runs in here: a failure of the desk itself is no fault of the provider.
  async #ask<Answer>(deadline: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask()
    } catch (error) {
      const fault = faultOf(error, { late: deadline.aborted })
      this.#options.report?.(fault.message)
      throw fault.refusal
    }
  }

  #callback(): URL {
    return new URL(callbackPath, this.#options.base_url())
  }

  get #secure(): boolean {
    return this.#callback().protocol === 'https:'
  }
}

function isNamed(claims: Claims, claim: string): boolean {
  return claims[claim] !== undefined && (claim !== 'email' || claims.email_verified !== undefined)
}

// An address counts only when the provider has verified it: people write any into their profile.
function nameOf(claims: Claims, claim: string): string | undefined {
  const name = claims[claim]
  return typeof name === 'string' && (claim !== 'email' || claims.email_verified === true) ? name : undefined
}
