import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import { DeskError, type DeskErrorKind } from '../contract/desk-error.ts'

/** Something that went wrong at the provider: what the person is told, and a reason for the log without anything personal. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault'
  readonly refusal: DeskError

  constructor(refusal: DeskError, reason: string) {
    super(reason)
    this.refusal = refusal
  }
}

const busy = ['server_error', 'temporarily_unavailable']
/** Answers that are no token at all: the provider, not a token, is at fault. */
const unusable = [
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
]

/** What an error of the OpenID Connect client means. */
export function faultOf(error: unknown, { late }: { readonly late: boolean }): ProviderFault {
  if (error instanceof ProviderFault) return error
  if (late) return new ProviderFault(new DeskError('oidc_unavailable'), 'the provider did not answer in time')
  return new ProviderFault(new DeskError(refusalOf(error)), reasonOf(error))
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

// Only words of the library and codes: texts of the provider may hold claims or tokens.
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

// fetch() says only that it failed; its cause has the system's code.
function networkCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}
