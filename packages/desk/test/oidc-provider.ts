import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Algorithm, type SigningKey, signingKey } from './oidc-keys.ts'

/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** What a provider of a test does, and what it can do wrong. */
export interface Conduct {
  claims: Claims
  /** What userinfo says, when that is not what the ID token says. */
  userinfo?: Claims
  algorithm: Algorithm
  /** Signs with a key that is not in its list. */
  foreign_key?: boolean
  /** Claims of the ID token that take the place of the right ones; `null` leaves one out. */
  token?: Readonly<Record<string, unknown>>
  no_id_token?: boolean
  /** What the answer to the browser says besides code and state, or instead. */
  answer?: Readonly<Record<string, string>>
  /** Events of the discovery document that take the place of the usual ones. */
  document?: Readonly<Record<string, unknown>>
  /** How clients must prove themselves. */
  method: 'client_secret_basic' | 'client_secret_post' | 'none'
  /** Paths that are never answered. */
  silent?: readonly string[]
  /** Answers of paths that take the place of the usual ones. */
  instead?: Readonly<Record<string, { readonly status: number; readonly body: string; readonly type?: string }>>
  /** Unix seconds, as the provider's clock has them. */
  now: () => number
}

interface Code {
  readonly challenge: string
  readonly nonce: string
  readonly redirect_uri: string
}

export const client_id = 'card-member-desk'
/** With characters that HTTP Basic and forms must encode. */
export const client_secret = 'of the client: 100% & +=/é'
// Making an RSA key takes longer than a sign-in.
const usualKey = signingKey('RS256', 'one')
const foreignKeys = new Map<Algorithm, SigningKey>()

const access_token = 'an-access-token'

/** A provider of OpenID Connect on loopback: discovery, keys, codes with PKCE, signed ID tokens. Everybody is signed in as `claims`. */
export async function startProvider({ path = '' }: { readonly path?: string } = {}) {
  let keys: readonly SigningKey[] = [usualKey]
  const codes = new Map<string, Code>()
  const asked: string[] = []
  const conduct: Conduct = {
    claims: { sub: '1' },
    algorithm: 'RS256',
    method: 'client_secret_basic',
    now: () => Math.floor(Date.now() / 1000),
  }
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the provider has no port')
  const origin = `http://127.0.0.1:${address.port}`
  const issuer = `${origin}${path}`

  const authorize = (query: URLSearchParams): string => {
    const redirect_uri = query.get('redirect_uri') ?? ''
    const state = query.get('state') ?? ''
    const code = randomBytes(12).toString('hex')
    codes.set(code, { challenge: query.get('code_challenge') ?? '', nonce: query.get('nonce') ?? '', redirect_uri })
    const usual = conduct.answer?.error === undefined ? { code } : {}
    return `${redirect_uri}?${new URLSearchParams({ ...usual, state, ...conduct.answer })}`
  }

  const isClient = (request: IncomingMessage, form: URLSearchParams): boolean => {
    const { authorization = '' } = request.headers
    const posted = form.get('client_secret')
    if (conduct.method === 'none') return authorization === '' && posted === null && form.get('client_id') === client_id
    if (conduct.method === 'client_secret_post')
      return authorization === '' && form.get('client_id') === client_id && posted === client_secret
    const [id = '', secret = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
    return posted === null && decoded(id) === client_id && decoded(secret) === client_secret
  }

  const idToken = (nonce: string): string => {
    const { claims, algorithm, token, foreign_key, now } = conduct
    const usual = { iss: conduct.document?.issuer ?? issuer, aud: client_id, nonce, iat: now(), exp: now() + 300, ...claims, ...token }
    const payload = Object.fromEntries(Object.entries(usual).filter(([, value]) => value !== null))
    const key = foreign_key ? foreignKey(algorithm, keys[0]?.kid ?? '') : keys.find((each) => each.algorithm === algorithm)
    const head = [{ alg: algorithm, ...(key && { kid: key.kid }) }, payload].map(encoded).join('.')
    if (algorithm === 'none') return `${head}.`
    if (algorithm === 'HS256') return `${head}.${createHmac('sha256', client_secret).update(head).digest('base64url')}`
    return `${head}.${key?.sign(head)}`
  }

  const exchange = async (request: IncomingMessage) => {
    const form = new URLSearchParams(await text(request))
    if (!isClient(request, form)) return { status: 401, body: { error: 'invalid_client' } }
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const verifier = form.get('code_verifier') ?? ''
    const isRight = code?.challenge === createHash('sha256').update(verifier).digest('base64url')
    if (!code || !isRight || code.redirect_uri !== form.get('redirect_uri')) return { status: 400, body: { error: 'invalid_grant' } }
    const tokens = { access_token, token_type: 'Bearer', expires_in: 300 }
    return { status: 200, body: conduct.no_id_token ? tokens : { ...tokens, id_token: idToken(code.nonce) } }
  }

  const answer = async (request: IncomingMessage, asks: string): Promise<{ status: number; body: unknown }> => {
    switch (asks) {
      case '/.well-known/openid-configuration': {
        const usual = {
          issuer,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          userinfo_endpoint: `${origin}/userinfo`,
          jwks_uri: `${origin}/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        }
        return { status: 200, body: { ...usual, ...conduct.document } }
      }
      case '/keys':
        return { status: 200, body: { keys: keys.map(({ jwk }) => jwk) } }
      case '/token':
        return exchange(request)
      case '/userinfo':
        if (request.headers.authorization !== `Bearer ${access_token}`) return { status: 401, body: {} }
        return { status: 200, body: conduct.userinfo ?? conduct.claims }
      default:
        return { status: 404, body: {} }
    }
  }

  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin)
    const asks = pathname.startsWith(path) ? pathname.slice(path.length) : pathname
    asked.push(asks)
    if (conduct.silent?.includes(asks)) return
    const instead = conduct.instead?.[asks]
    if (instead !== undefined)
      return void response.writeHead(instead.status, { 'content-type': instead.type ?? 'application/json' }).end(instead.body)
    void answer(request, asks).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    )
  })
  return {
    issuer,
    conduct,
    authorize,
    /** The paths that were asked for. */
    asked,
    /** Puts new keys in the place of those before. */
    rotate: (...made: readonly SigningKey[]) => {
      keys = made
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A key that is in no list. */
function foreignKey(algorithm: Algorithm, kid: string): SigningKey {
  const key = foreignKeys.get(algorithm) ?? signingKey(algorithm, kid)
  foreignKeys.set(algorithm, key)
  return { ...key, kid }
}

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

// Each half of HTTP Basic is a form's text.
function decoded(half: string): string {
  return decodeURIComponent(half.replaceAll('+', ' '))
}
