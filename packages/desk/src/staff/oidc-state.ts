import { seal, unseal } from './seal.ts'

/** What a browser keeps between leaving for the provider and coming back. */
export interface OidcState {
  readonly state: string
  readonly nonce: string
  readonly code_verifier: string
  /** Unix seconds. */
  readonly expire_time: number
}

const purpose = 'sign-in by OpenID Connect'
/** How long somebody may be at the provider, seconds. */
export const oidcStateLife = 900

/** Seals a state. The browser keeps it, so that no table of unfinished sign-ins is needed. */
export function sealState({ state, nonce, code_verifier, expire_time }: OidcState, secret: string): string {
  // None of the parts has a blank.
  return seal([state, nonce, code_verifier, expire_time].join(' '), { secret, purpose })
}

/** The state that was sealed; `undefined` when it was not sealed by this secret. */
export function unsealState(sealed: string | undefined, secret: string): OidcState | undefined {
  const [state, nonce, code_verifier, expire_time] = unseal(sealed ?? '', { secret, purpose })?.split(' ') ?? []
  if (state === undefined || nonce === undefined || code_verifier === undefined || expire_time === undefined) return undefined
  return { state, nonce, code_verifier, expire_time: Number(expire_time) }
}
