import type { FastifyInstance } from 'fastify'
import { oidcStateLife, sessionLife } from '../facade/sessions.ts'

/** How a cookie is kept by browsers. */
interface CookieOptions {
  readonly name: string
  /** Over http only the paths below it get the cookie; over https every path does. */
  readonly path: string
  /** Seconds. */
  readonly max_age: number
  /** Whether browsers reach the desk by https. */
  readonly secure: boolean
  /** Whether a request that begins at another site brings it: `strict` for none, `lax` for the opening of a page. */
  readonly sameSite: 'strict' | 'lax'
}

/** A cookie that scripts and other sites do not get. */
export class Cookie {
  readonly #app: FastifyInstance
  readonly #options: CookieOptions
  readonly #name: string

  /** @param app with `@fastify/cookie` */
  constructor(app: FastifyInstance, options: CookieOptions) {
    this.#app = app
    this.#options = options
    // No other host, not even a subdomain, can set a cookie of such a name. Browsers accept it over https and for every path only.
    this.#name = options.secure ? `__Host-${options.name}` : options.name
  }

  /** Its value in a request's `Cookie` header. */
  read(header: string | undefined): string | undefined {
    return this.#app.parseCookie(header ?? '')[this.#name] || undefined
  }

  /** The value of `Set-Cookie` that keeps a value. */
  write(value: string): string {
    return this.#serialize(value, this.#options.max_age)
  }

  /** The value of `Set-Cookie` that deletes the cookie. */
  clear(): string {
    return this.#serialize('', 0)
  }

  #serialize(value: string, maxAge: number): string {
    const { path, secure, sameSite } = this.#options
    return this.#app.serializeCookie(this.#name, value, { path: secure ? '/' : path, httpOnly: true, sameSite, secure, maxAge })
  }
}

/** The cookies of the desk. */
export interface DeskCookies {
  /** Holds the token of a session. */
  readonly session: Cookie
  /** Holds the state of a sign-in by OpenID Connect. */
  readonly oidc: Cookie
}

/** @param app with `@fastify/cookie` */
export function cookiesOf(app: FastifyInstance, secure: boolean): DeskCookies {
  return {
    session: new Cookie(app, { name: 'card-member-desk', path: '/', max_age: sessionLife, secure, sameSite: 'strict' }),
    // The way back from the identity provider begins at its pages.
    oidc: new Cookie(app, { name: 'card-member-desk-oidc', path: '/api/auth', max_age: oidcStateLife, secure, sameSite: 'lax' }),
  }
}
