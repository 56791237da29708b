import { parseCookie, stringifySetCookie } from 'cookie'
import { seal, unseal } from './sealed.ts'

/** What a browser keeps between leaving for the provider and coming back. */
export interface OidcStart {
  readonly state: string
  readonly nonce: string
  readonly code_verifier: string
  /** Unix seconds. */
  readonly expire_time: number
}

const name = 'card-member-desk-oidc'
const purpose = 'sign-in by OpenID Connect'
/** For how long somebody may be at the provider, seconds. */
const life = 900

/** A start that ends at its time. */
export function startAt(now: number, parts: Omit<OidcStart, 'expire_time'>): OidcStart {
  return { ...parts, expire_time: now + life }
}

/** The value of `Set-Cookie` that keeps a start; it comes along when the provider sends the browser back. */
export function keepStart(start: OidcStart, { secret, secure }: { readonly secret: string; readonly secure: boolean }): string {
  return stringifySetCookie({ name, value: seal(textOf(start), { secret, purpose }), ...attributes(secure), maxAge: life })
}

/** The value of `Set-Cookie` that takes a start away: it serves once. */
export function dropStart(secure: boolean): string {
  return stringifySetCookie({ name, value: '', ...attributes(secure), maxAge: 0 })
}

/** The start that a cookie header holds, if it was kept here. */
export function readStart(cookie: string | undefined, secret: string): OidcStart | undefined {
  const text = unseal(parseCookie(cookie ?? '')[name] ?? '', { secret, purpose })
  const [state, nonce, code_verifier, expire_time] = text?.split(' ') ?? []
  if (state === undefined || nonce === undefined || code_verifier === undefined || expire_time === undefined) return undefined
  return { state, nonce, code_verifier, expire_time: Number(expire_time) }
}

// Lax, because the way back begins at the provider's pages.
function attributes(secure: boolean) {
  return { path: '/api/auth', httpOnly: true, sameSite: 'lax', secure } as const
}

// None of its parts has a blank.
function textOf({ state, nonce, code_verifier, expire_time }: OidcStart): string {
  return [state, nonce, code_verifier, expire_time].join(' ')
}
