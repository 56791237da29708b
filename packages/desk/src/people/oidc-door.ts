import { APIError } from 'better-auth/api'
import { type AuthOptions, makeAuth } from './auth.ts'
import { providerId } from './oidc.ts'

/** What signing in by OpenID Connect stands on; the address is asked for when the first browser comes. */
export interface OidcDoorOptions extends Omit<AuthOptions, 'base_url'> {
  base_url(): string
}

/**
 * Signing in by OpenID Connect: `start` leads to the provider, `callback/oidc` back. No other path of better-auth is open.
 *
 * It has an instance of better-auth to itself, because that reads the provider's discovery document before it does anything: a
 * provider that does not answer must keep nobody from signing in with a password.
 */
export class OidcDoor {
  readonly #options: OidcDoorOptions
  #made: ReturnType<typeof makeAuth> | undefined

  constructor(options: OidcDoorOptions) {
    this.#options = options
  }

  async handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (this.#options.oidc === undefined || request.method !== 'GET') return new Response(null, { status: 404 })
    if (pathname === `/api/auth/callback/${providerId}`) return this.#auth.handler(request)
    return pathname === '/api/auth/start' ? this.#start() : new Response(null, { status: 404 })
  }

  async #start(): Promise<Response> {
    const body = { provider: providerId, callbackURL: '/', errorCallbackURL: '/' }
    try {
      const { headers, response } = await this.#auth.api.signInSocial({ body, returnHeaders: true })
      return found(response.url ?? '/', headers.getSetCookie())
    } catch (error) {
      if (error instanceof APIError) return found('/?error=provider_not_found')
      throw error
    }
  }

  get #auth() {
    this.#made ??= makeAuth({ ...this.#options, base_url: this.#options.base_url() })
    return this.#made
  }
}

function found(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 302, headers })
}
