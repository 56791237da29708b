import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  clockSkew,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client'
import { DeskError } from '../contract/desk-error.ts'
import { ProviderError } from './oidc-error.ts'
import { isLoopback, type OidcOptions } from './oidc-options.ts'

/** How long a discovery document is kept, milliseconds. */
const documentLife = 300_000
/** How far the provider's clock may be off, seconds. */
const tolerance = 30

/** The provider as its discovery document describes it. */
export class OidcProvider {
  readonly #options: OidcOptions
  readonly #clock: () => number
  #document: { readonly metadata: ServerMetadata; readonly until: number } | undefined

  /** @param clock Unix seconds by which ID tokens are judged */
  constructor(options: OidcOptions, clock: () => number) {
    this.#options = options
    this.#clock = clock
  }

  /**
   * A client for one sign-in. It knows no keys, so it fetches the current ones: a provider may change them at any time.
   *
   * @throws {ProviderError} when the document names another issuer, or no authentication method that the desk has
   */
  async client(deadline: AbortSignal): Promise<Configuration> {
    const { client_id } = this.#options
    const metadata = await this.#metadata(deadline)
    const skew = this.#clock() - Math.floor(Date.now() / 1000)
    const times = { [clockSkew]: skew, [clockTolerance]: tolerance }
    const client = new Configuration(metadata, client_id, times, this.#authentication(metadata))
    client[customFetch] = within(deadline)
    // Signatures of ID tokens are checked even though they come straight from the provider.
    enableNonRepudiationChecks(client)
    if (isLoopback(this.#options.issuer)) allowInsecureRequests(client)
    return client
  }

  /** The scopes to ask for: the provider may refuse those that its document does not list. */
  scopeOf(client: Configuration): string {
    const { scopes_supported: listed } = client.serverMetadata()
    return ['openid', 'profile', 'email'].filter((scope) => scope === 'openid' || listed === undefined || listed.includes(scope)).join(' ')
  }

  async #metadata(deadline: AbortSignal): Promise<ServerMetadata> {
    if (this.#document !== undefined && Date.now() < this.#document.until) return this.#document.metadata
    const { issuer, client_id } = this.#options
    const location = new URL(`${withoutSlash(issuer)}/.well-known/openid-configuration`)
    const execute = isLoopback(issuer) ? [allowInsecureRequests] : []
    const found = await discovery(location, client_id, {}, None(), { [customFetch]: within(deadline), execute })
    const metadata = found.serverMetadata()
    // The last slash is ignored only here: tokens and answers must name the issuer as the document does.
    if (withoutSlash(metadata.issuer) !== withoutSlash(issuer))
      throw new ProviderError(new DeskError('oidc_provider_failed'), 'the discovery document names another issuer than the settings')
    this.#document = { metadata, until: Date.now() + documentLife }
    return metadata
  }

  #authentication({ token_endpoint_auth_methods_supported: listed }: ServerMetadata): ClientAuth {
    const { client_secret, token_endpoint_auth_method: set } = this.#options
    // Providers seldom list `none`, even those that have public clients.
    if (client_secret === undefined || set === 'none') return None()
    const methods = { client_secret_basic: ClientSecretBasic, client_secret_post: ClientSecretPost }
    if (set !== undefined) return methods[set](client_secret)
    // The specification's default.
    const accepted = listed ?? ['client_secret_basic']
    if (accepted.includes('client_secret_basic')) return ClientSecretBasic(client_secret)
    if (accepted.includes('client_secret_post')) return ClientSecretPost(client_secret)
    const names = accepted.filter((name) => /^\w{1,40}$/.test(name)).join(', ')
    throw new ProviderError(new DeskError('oidc_method_unsupported'), `the provider's token endpoint accepts only ${names}`)
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '')
}

// One deadline for all requests of a sign-in together.
function within(deadline: AbortSignal): CustomFetch {
  return (url, { body, ...options }) => fetch(url, { ...options, body: body ?? null, signal: deadline })
}
