import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { type Claims, type Mischief, startProvider } from './oidc-provider.ts'
import { cookieHeader, openPeople, password } from './people-fixture.ts'

type Kind = (typeof kinds)[number]

async function openBoth(kind: Kind, match?: 'name' | 'email', more: { readonly claim?: string; readonly slash?: string } = {}) {
  const provider = await startProvider()
  const { issuer, client_id, client_secret } = provider
  const reports: string[] = []
  const desk = await openPeople(kind, {
    oidc: { issuer: `${issuer}${more.slash ?? ''}`, client_id, client_secret, match, claim: more.claim },
    report: (message) => reports.push(message),
  })
  const get = (url: string, cookie = '') => desk.people.handle(new Request(new URL(url, 'http://127.0.0.1:8090'), { headers: { cookie } }))
  /** The way of a browser from the desk to the provider and back. */
  const enter = async (claims: Claims, mischief: Mischief = {}) => {
    Object.assign(provider.state, { claims, mischief })
    const started = await get('/api/auth/start')
    const leads = new URL(started.headers.get('location') ?? '')
    const back = provider.authorize(leads.searchParams)
    const state = cookieHeader(started.headers.getSetCookie())
    const answer = await get(back, state)
    const cookies = answer.headers.getSetCookie().filter((each) => each.startsWith('card-member-desk='))
    return { leads, back, state, answer, location: answer.headers.get('location'), cookies }
  }
  const close = async () => {
    await desk[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
  }
  return { desk, provider, reports, get, enter, [Symbol.asyncDispose]: close }
}

describe.each(kinds)('OpenID Connect on %s', (kind) => {
  test('lets in whom the desk knows by name, without a second factor of this desk', async () => {
    await using both = await openBoth(kind)
    const { desk } = both
    const { person_id, otpauth_uri } = await desk.join('李雷', [{ brand_id: '1004', role: 'clerk' }])
    const { leads, answer, location, cookies } = await both.enter({ sub: '7', preferred_username: '李雷', email: 'li@example.com' })
    expect(leads.origin).toBe(both.provider.issuer)
    expect(Object.fromEntries(leads.searchParams)).toMatchObject({
      client_id: 'card-member-desk',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1:8090/api/auth/callback/oidc',
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    })
    expect([answer.status, location]).toEqual([302, '/'])
    expect(cookies).toEqual([expect.stringMatching(/^card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)])
    const cookie = cookieHeader(cookies)
    expect(await desk.people.actorOf(cookie)).toEqual({
      person_id,
      name: '李雷',
      grants: [{ brand_id: '1004', role: 'clerk' }],
      second_factor_time: undefined,
    })
    await expect(desk.people.confirmSecondFactor(cookie, desk.code(otpauth_uri))).resolves.toMatchObject({
      second_factor_time: desk.clock.seconds,
    })
    expect(desk.entries.slice(1, 3)).toEqual([
      { brand_id: '', actor: person_id, action: 'person.bind', facts: { method: 'oidc' } },
      { brand_id: '', actor: person_id, action: 'person.sign_in', facts: { method: 'oidc' } },
    ])
    expect(await desk.rows("select account_id, password_hash from accounts where provider_id = 'oidc'")).toEqual([
      { account_id: `${both.provider.issuer} 7`, password_hash: null },
    ])
    expect(JSON.stringify(await desk.rows('select * from people'))).not.toContain('li@example.com')
  })

  test('knows people by another claim where one is set, and one issuer with and without its last slash', async () => {
    await using both = await openBoth(kind, 'name', { claim: 'employee', slash: '/' })
    const { person_id } = await both.desk.join('lilei')
    const entered = await both.enter({ sub: '7', preferred_username: 'li@example.com', employee: 'lilei' })
    expect(await both.desk.people.actorOf(cookieHeader(entered.cookies))).toMatchObject({ person_id })
    expect(await both.desk.rows("select account_id from accounts where provider_id = 'oidc'")).toEqual([
      { account_id: `${both.provider.issuer} 7` },
    ])
  })

  test('knows people by their subject from then on, and lets nobody have a name that is bound', async () => {
    await using both = await openBoth(kind)
    const { person_id } = await both.desk.join('lilei')
    await both.enter({ sub: '7', preferred_username: 'lilei' })
    const renamed = await both.enter({ sub: '7', preferred_username: 'li.lei' })
    expect(await both.desk.people.actorOf(cookieHeader(renamed.cookies))).toMatchObject({ person_id })
    const other = await both.enter({ sub: '8', preferred_username: 'lilei' })
    expect([other.location, other.cookies]).toEqual(['/?error=email_not_found', []])
    expect(both.desk.entries.at(-1)).toMatchObject({ actor: person_id, action: 'person.sign_in_failed', facts: { method: 'oidc' } })
  })

  test('makes nobody, and lets no one in whose account was taken away', async () => {
    await using both = await openBoth(kind)
    const { person_id } = await both.desk.join('lilei')
    for (const claims of [
      { sub: '1', preferred_username: 'hanmeimei' },
      { sub: '2' },
      { sub: '3', email: 'lilei', email_verified: true },
    ]) {
      const { location, cookies } = await both.enter(claims)
      expect([location, cookies]).toEqual(['/?error=email_not_found', []])
    }
    await both.desk.people.disable(person_id, 'command')
    const disabled = await both.enter({ sub: '7', preferred_username: 'lilei' })
    expect([disabled.location, disabled.cookies]).toEqual(['/?error=unable_to_create_session', []])
    expect(await both.desk.rows('select count(*) as count from people')).toEqual([{ count: 1 }])
    expect(await both.desk.rows('select count(*) as count from sessions')).toEqual([{ count: 0 }])
  })

  test('knows people by a verified e-mail address where that is asked for', async () => {
    await using both = await openBoth(kind, 'email')
    const { people } = both.desk
    const { person_id } = await people.add({ name: 'lilei', email: 'Li@example.com', password, roles: [] }, 'command')
    for (const claims of [{ email: 'li@example.com' }, { email: 'li@example.com', email_verified: false }, { preferred_username: 'lilei' }])
      expect((await both.enter({ sub: '7', ...claims })).cookies).toEqual([])
    const { cookies } = await both.enter({ sub: '7', email: 'LI@example.com', email_verified: true })
    expect(await people.actorOf(cookieHeader(cookies))).toMatchObject({ person_id })
  })

  test('takes no ID token that was not signed by the provider, for this desk and for this sign-in', async () => {
    await using both = await openBoth(kind)
    await both.desk.join('lilei')
    const mischiefs = [
      { foreign_key: true },
      { audience: 'another-client' },
      { issuer: 'https://elsewhere.example.com' },
      { nonce: 'of another sign-in' },
      { no_id_token: true },
    ]
    for (const mischief of mischiefs) {
      const { location, cookies } = await both.enter({ sub: '7', preferred_username: 'lilei' }, mischief)
      expect([mischief, location, cookies]).toEqual([mischief, expect.stringMatching(/^\/\?error=/), []])
    }
    expect(both.reports.length).toBeGreaterThan(0)
    expect(JSON.stringify(both.reports)).not.toContain('lilei')
  })

  test('takes a way back once, and only in the browser that went', async () => {
    await using both = await openBoth(kind)
    await both.desk.join('lilei')
    const { back, state } = await both.enter({ sub: '7', preferred_username: 'lilei' })
    const answers = [await both.get(back, state), await both.get(back), await both.get('/api/auth/callback/oidc?code=a&state=b')]
    for (const { status, headers } of answers) {
      expect([status, headers.get('location')]).toEqual([302, expect.stringMatching(/^\/\?error=/)])
      expect(headers.getSetCookie().filter((each) => each.startsWith('card-member-desk='))).toEqual([])
    }
  })

  test('a provider that does not answer keeps nobody from signing in with a password', async () => {
    await using both = await openBoth(kind)
    const { credentials } = await both.desk.join('lilei')
    both.provider.state.silent = true
    const started = both.get('/api/auth/start')
    const { cookies } = await both.desk.people.openSession(credentials())
    expect(await both.desk.people.actorOf(cookieHeader(cookies))).toMatchObject({ name: 'lilei' })
    both.provider.state.silent = false
    both.provider.hangUp()
    expect((await started).headers.get('location')).toMatch(/^http/)
  })

  test('a provider that is not there is told of in the address', async () => {
    await using both = await openBoth(kind)
    await both.provider[Symbol.asyncDispose]()
    expect((await both.get('/api/auth/start')).headers.get('location')).toBe('/?error=provider_not_found')
    expect(both.reports.length).toBeGreaterThan(0)
  })

  test('opens no other path', async () => {
    await using both = await openBoth(kind)
    for (const each of ['sign-in/social', 'link-social', 'get-session', 'callback/github', 'sign-up/email', 'error', ''])
      expect((await both.get(`/api/auth/${each}`)).status).toBe(404)
    const posted = new Request('http://127.0.0.1:8090/api/auth/callback/oidc', { method: 'POST' })
    expect((await both.desk.people.handle(posted)).status).toBe(404)
  })
})
