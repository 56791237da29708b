import { describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { machineOperator } from '../src/index.ts'
import { startTestDeskServer } from './fixtures/desk-server.ts'
import { client_id, client_secret, startProvider } from './fixtures/oidc-provider.ts'

/** The cookies that a browser sends back. */
const cookieHeader = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(';')[0]).join('; ')
const html = { accept: 'text/html,*/*;q=0.8' }

describe.each(kinds)('signing in by OpenID Connect over HTTP on %s', (kind) => {
  test('leads to the provider and back into a session; every failure is a page or JSON in the language asked for', async () => {
    await using provider = await startProvider()
    const oidc = { issuer: provider.issuer, client_id, client_secret }
    await using server = await startTestDeskServer({ kind, oidc })
    provider.conduct.now = () => server.clock.seconds
    const { url } = server.desk
    const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(new URL(path, url), { method, headers, redirect: 'manual' })
    const leave = async () => {
      const started = await get('/api/auth/start')
      expect(started.status).toBe(302)
      expect(started.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^card-member-desk-oidc=[\w-]+; Max-Age=900; Path=\/api\/auth; HttpOnly; SameSite=Lax$/),
      ])
      const location = new URL(started.headers.get('location') ?? '')
      return { back: provider.authorize(location.searchParams), cookie: cookieHeader(started.headers.getSetCookie()) }
    }

    await server.local.staff.add(machineOperator, {
      name: '李雷',
      password: 'correct horse battery',
      sign_in_name: 'li@example.com',
      grants: [],
    })
    provider.conduct.claims = { sub: '7', preferred_username: 'Li@example.com' }
    const way = await leave()
    expect((await get(way.back, { cookie: way.cookie }, 'HEAD')).status).toBe(404)
    const entered = await get(way.back, { cookie: way.cookie })
    expect([entered.status, entered.headers.get('location')]).toEqual([302, '/'])
    const set = entered.headers.getSetCookie()
    expect(set).toEqual([
      'card-member-desk-oidc=; Max-Age=0; Path=/api/auth; HttpOnly; SameSite=Lax',
      expect.stringMatching(/^card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    const session = await get('/api/session', { cookie: cookieHeader(set) })
    expect(await session.json()).toMatchObject({ name: '李雷' })

    const replayed = await get(way.back, { cookie: way.cookie, 'accept-language': 'en' })
    expect(replayed.status).toBe(400)
    expect(replayed.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await replayed.json()).toEqual({
      code: 'OIDC_CODE_REFUSED',
      message: 'The identity provider rejected the code of this sign-in, because it was used or has expired: start again',
    })

    const unknown = await get(way.back, { ...html, 'accept-language': 'zh-CN' })
    expect([unknown.status, unknown.headers.getSetCookie()]).toEqual([400, []])
    expect(unknown.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await unknown.text()
    expect(page).toContain('<html lang="zh-CN">')
    expect(page).toContain('<h1>此登录不是从该浏览器发起的，或已用过；请从登录入口重新登录</h1>')
    expect(page).toContain('<a href="/api/auth/start">重新登录</a>')
    expect(page).toContain('<a href="/sign-in">用其他方式登录</a>')

    provider.conduct.answer = { error: 'access_denied', error_description: '<b>lilei</b>' }
    const refused = await leave()
    const denied = await get(refused.back, { ...html, cookie: refused.cookie, 'accept-language': 'en-GB' })
    expect(denied.status).toBe(403)
    const words = await denied.text()
    expect(words).toContain('<html lang="en">')
    expect(words).toContain('The identity provider denied the sign-in')
    expect(words).not.toMatch(/lilei|[\u4e00-\u9fff]/)

    for (const query of ['?code=%zz', '?state=%00', '', '?code=a&state=b', '?error=access_denied']) {
      const answer = await get(`/api/auth/callback/oidc${query}`, html)
      expect([query, answer.status]).toEqual([query, 400])
    }
    for (const path of ['sign-in/social', 'link-social', 'get-session', 'callback/github', 'sign-up/email', 'error', ''])
      expect([path, (await get(`/api/auth/${path}`)).status]).toEqual([path, 404])
    expect((await get('/api/auth/callback/oidc', {}, 'POST')).status).toBe(404)

    provider.conduct.answer = {}
    const stranded = await leave()
    await provider[Symbol.asyncDispose]()
    const away = await get(stranded.back, { cookie: stranded.cookie })
    expect([away.status, await away.json()]).toEqual([
      503,
      { code: 'OIDC_UNAVAILABLE', message: '身份系统没有应答或暂不可用；请稍后再试，或用密码登录' },
    ])
    const { name } = await server.join('hanmeimei')
    expect(name).toBe('hanmeimei')
    expect(server.leaks()).toEqual([])
    expect(server.log.text).not.toContain('li@example.com')
  })

  test('has no path where no provider is set', async () => {
    await using server = await startTestDeskServer({ kind })
    for (const path of ['start', 'callback/oidc', 'callback/oidc?code=a&state=b', 'sign-in/email', 'get-session', 'ok'])
      for (const method of ['GET', 'POST', 'HEAD'])
        expect([path, method, (await fetch(`${server.desk.url}/api/auth/${path}`, { method })).status]).toEqual([path, method, 404])
  })
})

test('cookies of a sign-in by OpenID Connect are for https alone where the desk is', async () => {
  await using provider = await startProvider()
  const oidc = { issuer: provider.issuer, client_id, client_secret }
  await using server = await startTestDeskServer({ oidc, public_url: 'https://desk.example.com' })
  const started = await fetch(`${server.desk.url}/api/auth/start`, { redirect: 'manual' })
  expect(new URL(started.headers.get('location') ?? '').searchParams.get('redirect_uri')).toBe(
    'https://desk.example.com/api/auth/callback/oidc',
  )
  expect(started.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-card-member-desk-oidc=[\w-]+; Max-Age=900; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
  ])
})
