import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isIssuer } from '../src/staff/oidc-options.ts'
import { openBoth, refusalOf } from './fixtures/oidc.ts'
import { signingKey } from './fixtures/oidc-keys.ts'
import type { Conduct } from './fixtures/oidc-provider.ts'
import { closeStaff } from './fixtures/staff.ts'

afterAll(closeStaff)

const claims = { sub: '7', preferred_username: 'lilei' }

describe('the way to the provider', () => {
  test('asks for a code with PKCE, state and nonce, each new; the browser keeps them sealed', async () => {
    await using both = await openBoth('sqlite')
    const [one, other] = [await both.leave(), await both.leave()]
    expect(one.leads.origin + one.leads.pathname).toBe(`${both.provider.issuer}/authorize`)
    const asked = Object.fromEntries(one.leads.searchParams)
    expect(asked).toEqual({
      client_id: 'card-member-desk',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1:8090/api/auth/callback/oidc',
      scope: 'openid profile email',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(other.leads.searchParams.get(name)).not.toBe(asked[name])
    expect(one.sealed_state).toMatch(/^[\w-]+$/)
    expect(Buffer.from(one.sealed_state, 'base64url').toString('latin1')).not.toContain(asked.state ?? '')
  })

  test('asks only for scopes that the discovery document lists', async () => {
    await using both = await openBoth('sqlite')
    both.provider.conduct.document = { scopes_supported: ['openid', 'email', 'groups'] }
    expect((await both.leave()).leads.searchParams.get('scope')).toBe('openid email')
  })

  test.each([
    ['', ''],
    ['', '/'],
    ['/', ''],
    ['/', '/'],
    ['/realms/staff', '/'],
    ['/realms/staff/', ''],
  ])('the issuer may end in "/" or not: "%s" in the document, and the settings add or leave "%s"', async (documented, set) => {
    const path = documented.replace(/\/$/, '')
    await using both = await openBoth('sqlite', { path })
    const { issuer } = both.provider
    await using other = await openBoth('sqlite', { issuer: `${issuer}${set}` })
    await other.desk.join('lilei')
    both.provider.conduct.now = other.provider.conduct.now
    both.provider.conduct.claims = claims
    both.provider.conduct.document = { issuer: `${issuer}${documented.slice(path.length)}` }
    const made = await other.desk.staff.oidc
    const { location, sealed_state } = (await made?.start()) ?? { location: '', sealed_state: '' }
    const back = new URL(both.provider.authorize(new URL(location).searchParams))
    await other.comeBack({ back, sealed_state })
    expect(await other.desk.rows('select issuer, subject from oidc_identities')).toEqual([
      { issuer: `${issuer}${documented.slice(path.length)}`, subject: '7' },
    ])
  })

  test('a document of another issuer is refused, with a reason in the log', async () => {
    await using both = await openBoth('sqlite')
    for (const issuer of ['https://elsewhere.example.com', `${both.provider.issuer}/realms/other`, `${both.provider.issuer}//`])
      expect([issuer, await both.refusal({ document: { issuer } })]).toEqual([issuer, 'oidc_provider_failed'])
    expect(new Set(both.reports)).toEqual(new Set(['the discovery document names another issuer than the settings']))
  })

  test('an issuer is https, or http on this machine, and nothing else', () => {
    const right = ['https://id.example.com', 'https://id.example.com/a/', 'http://127.0.0.1:9', 'http://localhost:9/a', 'http://[::1]:9']
    const wrong = [
      'http://id.example.com',
      'id.example.com',
      'ftp://a',
      'https://a?b',
      'https://a#b',
      'https://u:p@a',
      '',
      'http://127.0.0.1.a.com',
    ]
    expect(right.filter((text) => !isIssuer(text))).toEqual([])
    expect(wrong.filter(isIssuer)).toEqual([])
    fc.assert(fc.property(fc.string(), (text) => typeof isIssuer(text) === 'boolean'))
  })
})

describe('the client proves itself', () => {
  const listing = (...names: string[]) => ({ token_endpoint_auth_methods_supported: names })

  test.each<[string, Partial<Conduct>]>([
    ['by HTTP Basic where the document lists nothing', { method: 'client_secret_basic' }],
    ['by HTTP Basic alone', { method: 'client_secret_basic', document: listing('client_secret_basic') }],
    ['by the form alone', { method: 'client_secret_post', document: listing('client_secret_post', 'private_key_jwt') }],
    [
      'by HTTP Basic where both are listed',
      { method: 'client_secret_basic', document: listing('client_secret_post', 'client_secret_basic') },
    ],
  ])('%s', async (_name, conduct) => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    expect(await both.refusal({ claims, ...conduct })).toBe('none')
  })

  test('by the method that the settings name, whatever the document lists first', async () => {
    await using both = await openBoth('sqlite', { token_endpoint_auth_method: 'client_secret_post' })
    await both.desk.join('lilei')
    const document = listing('client_secret_basic', 'client_secret_post')
    expect(await both.refusal({ claims, method: 'client_secret_post', document })).toBe('none')
  })

  test('by PKCE alone without a secret', async () => {
    await using both = await openBoth('sqlite', { client_secret: undefined })
    await both.desk.join('lilei')
    expect(await both.refusal({ claims, method: 'none' })).toBe('none')
  })

  test('a provider that accepts neither is named, with what it accepts', async () => {
    await using both = await openBoth('sqlite')
    expect(await both.refusal({ document: listing('private_key_jwt', 'tls_client_auth') })).toBe('oidc_method_unsupported')
    expect(both.reports).toEqual(["the provider's token endpoint accepts only private_key_jwt, tls_client_auth"])
  })

  test('a wrong secret is reported as a failure of the provider, with its answer in the log', async () => {
    await using both = await openBoth('sqlite', { client_secret: 'another' })
    expect(await both.refusal({ claims })).toBe('oidc_provider_failed')
    expect(both.reports).toEqual(['the provider answered invalid_client'])
  })
})

describe('the ID token', () => {
  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)(
    'is taken with %s where the document lists it, and only there',
    async (algorithm) => {
      await using both = await openBoth('sqlite')
      await both.desk.join('lilei')
      both.provider.rotate(signingKey(algorithm, 'a'))
      const document = { id_token_signing_alg_values_supported: ['RS256', algorithm] }
      expect(await both.refusal({ claims, algorithm, document })).toBe('none')
      await using other = await openBoth('sqlite')
      await other.desk.join('lilei')
      other.provider.rotate(signingKey(algorithm, 'a'))
      const listed = { id_token_signing_alg_values_supported: ['RS384'] }
      expect(await other.refusal({ claims, algorithm, document: listed })).toBe('oidc_token_refused')
    },
  )

  test.each(['none', 'HS256'] as const)('is refused with %s, even where the document lists it', async (algorithm) => {
    for (const client_secret of [undefined, 'of the client: 100% & +=/é']) {
      await using both = await openBoth('sqlite', { client_secret })
      await both.desk.join('lilei')
      const document = { id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] }
      const method = client_secret === undefined ? 'none' : 'client_secret_basic'
      expect(await both.refusal({ claims, algorithm, document, method })).toBe('oidc_token_refused')
    }
  })

  test('must be signed by the provider, for this desk and for this sign-in', async () => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    const wrongs: Partial<Conduct>[] = [
      { foreign_key: true },
      { no_id_token: true },
      ...[
        { aud: 'another-client' },
        { aud: ['card-member-desk', 'another-client'], azp: 'another-client' },
        { iss: 'https://elsewhere.example.com' },
        { iss: `${both.provider.issuer}/` },
        { nonce: 'of another sign-in' },
        { nonce: null },
        { exp: null },
        { iat: null },
        { aud: null },
        { iss: null },
      ].map((token) => ({ token })),
    ]
    for (const wrong of wrongs) {
      const usual = { claims, foreign_key: false, no_id_token: false, token: {} }
      expect([wrong, await both.refusal({ ...usual, ...wrong })]).toEqual([wrong, 'oidc_token_refused'])
    }
    expect(both.reports).toHaveLength(wrongs.length)
    expect(JSON.stringify(both.reports)).not.toMatch(/lilei|elsewhere|another/)
    expect(await both.desk.rows('select count(*) as count from sessions')).toEqual([{ count: 0 }])
  })

  test('may be half a minute late or early, by the clock of the desk', async () => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    const told = async (exp: number, nbf: number) => {
      const now = both.desk.clock.seconds
      return both.refusal({ claims, token: { exp: now + exp, nbf: now + nbf } })
    }
    expect(await told(-29, 0)).toBe('none')
    expect(await told(-30, 0)).toBe('oidc_token_refused')
    expect(await told(300, 30)).toBe('none')
    expect(await told(300, 31)).toBe('oidc_token_refused')
  })

  test('of a new key is taken at once: keys are asked for at every sign-in', async () => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    await both.enter({ claims })
    both.provider.rotate(signingKey('RS256', 'two'))
    expect(await both.refusal()).toBe('none')
    both.provider.rotate(signingKey('RS256', 'two'))
    expect(await both.refusal()).toBe('none')
  })
})

describe('the way back', () => {
  test('serves once, and only in the browser that went', async () => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    both.provider.conduct.claims = claims
    const way = await both.leave()
    const other = await both.leave()
    for (const sealed_state of [undefined, '', other.sealed_state, `${way.sealed_state}A`, 'e30'])
      expect(await refusalOf(both.comeBack({ back: way.back, sealed_state }))).toBe('oidc_state_unknown')
    const twice = new URL(way.back)
    twice.searchParams.append('state', 'another')
    expect(await refusalOf(both.comeBack({ back: twice, sealed_state: way.sealed_state }))).toBe('oidc_state_unknown')
    expect(await refusalOf(both.comeBack(way))).toBe('none')
    expect(await refusalOf(both.comeBack(way))).toBe('oidc_code_refused')
  })

  test('ends after fifteen minutes', async () => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    both.provider.conduct.claims = claims
    const [early, late] = [await both.leave(), await both.leave()]
    both.desk.clock.advance(899)
    expect(await refusalOf(both.comeBack(early))).toBe('none')
    both.desk.clock.advance(1)
    expect(await refusalOf(both.comeBack(late))).toBe('oidc_state_expired')
  })

  test.each([
    ['access_denied', 'oidc_denied'],
    ['temporarily_unavailable', 'oidc_unavailable'],
    ['server_error', 'oidc_unavailable'],
    ['invalid_scope', 'oidc_provider_failed'],
    ['<script>', 'oidc_provider_failed'],
  ])('the error %s is told as %s', async (error, told) => {
    await using both = await openBoth('sqlite')
    expect(await both.refusal({ answer: { error, error_description: 'lilei may not' } })).toBe(told)
    expect(JSON.stringify(both.reports)).not.toMatch(/lilei|script/)
  })

  test('must name the issuer where the document says so, and no other one', async () => {
    await using both = await openBoth('sqlite')
    await both.desk.join('lilei')
    const { issuer } = both.provider
    const document = { authorization_response_iss_parameter_supported: true }
    expect(await both.refusal({ claims, document, answer: { iss: issuer } })).toBe('none')
    expect(await both.refusal({ answer: {} })).toBe('oidc_token_refused')
    for (const iss of ['https://elsewhere.example.com', `${issuer}/`])
      expect(await both.refusal({ answer: { iss } })).toBe('oidc_token_refused')
  })

  test('no query of a way back brings anything but a refusal', async () => {
    await using both = await openBoth('sqlite')
    const made = await both.desk.staff.oidc
    const { sealed_state, leads } = await both.leave()
    const state = leads.searchParams.get('state') ?? ''
    const pair = fc.tuple(
      fc.constantFrom('state', 'code', 'error', 'iss', 'response', 'id_token', 'x'),
      fc.oneof(fc.string(), fc.constant(state)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 5 }), async (pairs) => {
        const query = new URLSearchParams([...pairs]).toString()
        expect(await refusalOf(made?.finish(query, sealed_state) ?? Promise.resolve())).toMatch(/^oidc_/)
      }),
      { numRuns: 50 },
    )
  })
})
