import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** What a provider says of somebody. */
export interface Claims {
  readonly sub: string
  readonly preferred_username?: string
  readonly employee?: string
  readonly email?: string
  readonly email_verified?: boolean
}

/** What a test can have the provider do wrong. */
export interface Mischief {
  /** Signs with a key that is not in its list. */
  readonly foreign_key?: boolean
  readonly audience?: string
  readonly issuer?: string
  readonly nonce?: string
  readonly no_id_token?: boolean
}

interface Grant {
  readonly challenge: string
  readonly nonce: string
  readonly redirect_uri: string
}

const client_id = 'card-member-desk'
const client_secret = 'of-the-client'

/** A provider of OpenID Connect on loopback: discovery, keys, codes with PKCE, signed ID tokens. Everybody is signed in as `claims`. */
export async function startProvider() {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const state: { claims: Claims; mischief: Mischief; silent: boolean } = { claims: { sub: '1' }, mischief: {}, silent: false }
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the provider has no port')
  const issuer = `http://127.0.0.1:${address.port}`

  const authorize = (query: URLSearchParams): string => {
    const code = randomBytes(12).toString('hex')
    const redirect_uri = query.get('redirect_uri') ?? ''
    grants.set(code, { challenge: query.get('code_challenge') ?? '', nonce: query.get('nonce') ?? '', redirect_uri })
    return `${redirect_uri}?${new URLSearchParams({ code, state: query.get('state') ?? '' })}`
  }

  const exchange = async (request: IncomingMessage) => {
    const form = new URLSearchParams(await text(request))
    const grant = grants.get(form.get('code') ?? '')
    grants.delete(form.get('code') ?? '')
    const basic = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString()
    const [id, secret] = basic === '' ? [form.get('client_id'), form.get('client_secret')] : basic.split(':')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const right = grant?.challenge === challenge && grant.redirect_uri === form.get('redirect_uri')
    if (!grant || !right || id !== client_id || secret !== client_secret) return { status: 400, body: { error: 'invalid_grant' } }
    const { claims, mischief } = state
    const now = Math.floor(Date.now() / 1000)
    const payload = {
      iss: mischief.issuer ?? issuer,
      aud: mischief.audience ?? client_id,
      nonce: mischief.nonce ?? grant.nonce,
      iat: now,
      exp: now + 300,
      ...claims,
    }
    const head = [{ alg: 'RS256', kid: 'one' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const { privateKey } = mischief.foreign_key ? foreign : keys
    const id_token = `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`
    const tokens = { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 300 }
    return { status: 200, body: mischief.no_id_token ? tokens : { ...tokens, id_token } }
  }

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    switch (new URL(request.url ?? '/', issuer).pathname) {
      case '/.well-known/openid-configuration':
        return {
          status: 200,
          body: {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            userinfo_endpoint: `${issuer}/userinfo`,
            jwks_uri: `${issuer}/keys`,
            id_token_signing_alg_values_supported: ['RS256'],
          },
        }
      case '/keys':
        return { status: 200, body: { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] } }
      case '/token':
        return exchange(request)
      case '/userinfo':
        return { status: 200, body: state.claims }
      default:
        return { status: 404, body: {} }
    }
  }

  server.on('request', (request, response) => {
    if (state.silent) return
    void answer(request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    )
  })
  return {
    issuer,
    client_id,
    client_secret,
    state,
    authorize,
    /** Cuts the connections of those who still wait. */
    hangUp: () => server.closeAllConnections(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
