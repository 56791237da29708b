import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import { DeskError, type DeskErrorKind } from '../contract/desk-error.ts'

/** A failure of the provider: what the browser is answered, and a reason for the log without anything personal. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly answer: DeskError

  constructor(answer: DeskError, reason: string) {
    super(reason)
    this.answer = answer
  }
}

const busy = ['server_error', 'temporarily_unavailable']
/** The answer holds no token at all: the provider failed, and no token was wrong. */
const unusable = [
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
]

/** Classifies an error of the OpenID Connect client. */
export function providerErrorOf(error: unknown, { late }: { readonly late: boolean }): ProviderError {
  if (error instanceof ProviderError) return error
  if (late) return new ProviderError(new DeskError('oidc_unavailable'), 'the provider did not answer in time')
  return new ProviderError(new DeskError(refusalOf(error)), reasonOf(error))
}

function refusalOf(error: unknown): DeskErrorKind {
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'oidc_denied'
    return busy.includes(error.error) ? 'oidc_unavailable' : 'oidc_provider_failed'
  }
  if (error instanceof ResponseBodyError) {
    if (error.error === 'invalid_grant') return 'oidc_code_refused'
    return busy.includes(error.error) ? 'oidc_unavailable' : 'oidc_provider_failed'
  }
  const code = codeOf(error)
  if (code === undefined) return networkCode(error) === undefined ? 'oidc_provider_failed' : 'oidc_unavailable'
  return unusable.includes(code) ? 'oidc_provider_failed' : 'oidc_token_refused'
}

// Only texts of the library and codes: texts of the provider may hold claims or tokens.
function reasonOf(error: unknown): string {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return `the provider answered ${/^\w{1,64}$/.test(error.error) ? error.error : 'an error'}`
  const code = codeOf(error)
  if (!(error instanceof Error) || code === undefined) return `the provider cannot be reached (${networkCode(error) ?? 'no reason'})`
  const { cause } = error
  if (cause instanceof Response) return `${error.message}: ${cause.status}`
  return cause instanceof Error && codeOf(cause) !== undefined ? `${error.message}: ${cause.message}` : error.message
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return error.code.startsWith('OAUTH_') ? error.code : undefined
}

// The error of fetch() says only that it failed; its cause has the system's code.
function networkCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}
