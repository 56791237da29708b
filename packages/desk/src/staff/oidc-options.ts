/** How the desk proves to the provider's token endpoint that it is the registered client. */
export const clientAuthMethods = ['client_secret_basic', 'client_secret_post', 'none'] as const
export type ClientAuthMethod = (typeof clientAuthMethods)[number]

/** An OpenID Connect provider that staff sign in by. */
export interface OidcOptions {
  /** As its discovery document names it, under `/.well-known/openid-configuration`; with or without the last slash. */
  readonly issuer: string
  readonly client_id: string
  /** Left out for a public client: PKCE alone protects it. */
  readonly client_secret?: string | undefined
  /** The claim that holds the sign-in name of a staff member at their first sign-in; `preferred_username` when left out. */
  readonly claim?: string | undefined
  /** The method the client is registered with, where the discovery document lists several; the first it lists of ours otherwise. */
  readonly token_endpoint_auth_method?: ClientAuthMethod | undefined
}

/** Name of the provider in paths and tables. */
export const providerId = 'oidc'

/** Where the provider sends browsers back to; register it with the provider. */
export const callbackPath = `/api/auth/callback/${providerId}`

/** Plain HTTP is accepted for a provider on this machine only: elsewhere anybody on the way could replace its keys. */
export function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username, password } = new URL(text)
  if (search !== '' || hash !== '' || username !== '' || password !== '') return false
  return protocol === 'https:' || isLoopback(text)
}

/** Whether an address is plain HTTP on this machine. */
export function isLoopback(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}
