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
import { bindIdentity, findByIdentity, type Identity } from '../store/staff-identities.ts'
import type { StaffContext } from './context.ts'
import { ProviderError, providerErrorOf } from './oidc-error.ts'
import { callbackPath, type OidcOptions, providerId } from './oidc-options.ts'
import { OidcProvider } from './oidc-provider.ts'
import { type OidcState, oidcStateLife, sealState, unsealState } from './oidc-state.ts'
import { signInNameKey } from './staff-name.ts'

/** What signing in by OpenID Connect is made with. */
export interface OidcSignInOptions {
  readonly context: StaffContext
  readonly oidc: OidcOptions
  /** Where browsers reach the desk; asked for at the first request. */
  base_url(): string
  /** How long the provider may take for one step, milliseconds. */
  readonly limit_ms: number
  /** Told of failures of the provider, without anything personal. */
  readonly report?: ((message: string) => void) | undefined
}

type Claims = Readonly<Record<string, unknown>>

/** Who the ID token names. */
interface ProvenIdentity extends Identity {
  readonly claims: Claims
  /** Asks for further claims, where the provider has some. */
  readonly userInfo: (() => Promise<Claims>) | undefined
}

/**
 * Signing in by OpenID Connect: to the provider and back. It makes no accounts: the desk must know whom the provider names. The
 * first sign-in binds issuer and subject to the staff member; from then on they alone count.
 */
export class OidcSignIn {
  readonly #options: OidcSignInOptions
  readonly #provider: OidcProvider

  constructor(options: OidcSignInOptions) {
    this.#options = options
    this.#provider = new OidcProvider(options.oidc, () => options.context.now)
  }

  /** Where a browser goes, and the sealed state that it keeps for the way back. @throws {DeskError} oidc_unavailable, oidc_provider_failed, oidc_method_unsupported */
  async start(): Promise<{ location: string; sealed_state: string }> {
    const { now, secret } = this.#options.context
    const secrets = { state: randomState(), nonce: randomNonce(), code_verifier: randomPKCECodeVerifier() }
    const start = { ...secrets, expire_time: now + oidcStateLife }
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
    return { location, sealed_state: sealState(start, secret) }
  }

  /**
   * Who the provider says has come back.
   *
   * @throws {DeskError} oidc_state_unknown, oidc_state_expired, oidc_denied, oidc_code_refused, oidc_token_refused, oidc_staff_unknown,
   *   and what `start` throws
   */
  async finish(query: string, sealed_state: string | undefined): Promise<StaffRow> {
    const { now, secret } = this.#options.context
    const start = unsealState(sealed_state, secret)
    const callback = this.#callback()
    callback.search = query
    const states = callback.searchParams.getAll('state')
    if (start === undefined || states.length !== 1 || states[0] !== start.state) throw new DeskError('oidc_state_unknown')
    if (start.expire_time <= now) throw new DeskError('oidc_state_expired')
    return this.#admit(await this.#exchange(callback, start))
  }

  async #exchange(callback: URL, { state, nonce, code_verifier }: OidcState): Promise<ProvenIdentity> {
    const deadline = AbortSignal.timeout(this.#options.limit_ms)
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: code_verifier, idTokenExpected: true }
    return this.#ask(deadline, async () => {
      const client = await this.#provider.client(deadline)
      const tokens = await authorizationCodeGrant(client, callback, checks)
      const claims = tokens.claims()
      if (claims === undefined) throw new ProviderError(new DeskError('oidc_token_refused'), 'the provider sent no ID token')
      const { iss, sub } = claims
      const hasUserInfo = client.serverMetadata().userinfo_endpoint !== undefined
      const userInfo = () => this.#ask(deadline, () => fetchUserInfo(client, tokens.access_token, sub))
      return { issuer: iss, subject: sub, claims, userInfo: hasUserInfo ? userInfo : undefined }
    })
  }

  async #admit(identity: ProvenIdentity): Promise<StaffRow> {
    const { context } = this.#options
    const bound = await findByIdentity(context.read, identity)
    const staffMember = bound === undefined ? await this.#named(identity) : await findStaff(context.read, bound)
    const admitted = await context.transact(async (store, addEvent) => {
      const isActive = staffMember !== undefined && staffMember.disabled_time === null
      const isTheirs = isActive && (bound !== undefined || (await bindIdentity(store, staffMember.id, identity, context.now)))
      if (isTheirs && bound === undefined) addEvent(staffMember.id, 'staff.bind', { method: providerId })
      if (!isTheirs) addEvent(staffMember?.id ?? '', 'staff.sign_in_failed', { method: providerId })
      return isTheirs
    })
    if (!admitted || staffMember === undefined) throw new DeskError('oidc_staff_unknown')
    return staffMember
  }

  // Claims that the ID token leaves out are asked for, of the same subject.
  async #named({ claims, userInfo }: ProvenIdentity): Promise<StaffRow | undefined> {
    const { claim = 'preferred_username' } = this.#options.oidc
    const name = nameOf(isNamed(claims, claim) || userInfo === undefined ? claims : await userInfo(), claim)
    const key = name === undefined ? undefined : signInNameKey(name)
    return key === undefined ? undefined : findBySignInName(this.#options.context.read, key)
  }

  // Only requests to the provider run in here: a failure of the desk itself is not the provider's.
  async #ask<Answer>(deadline: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask()
    } catch (error) {
      const { message, answer } = providerErrorOf(error, { late: deadline.aborted })
      this.#options.report?.(message)
      throw answer
    }
  }

  #callback(): URL {
    return new URL(callbackPath, this.#options.base_url())
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
