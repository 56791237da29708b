import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestDeskServer, type TestDeskServer } from './fixtures/desk-server.ts'

describe('the page of the console', () => {
  let server: TestDeskServer
  beforeAll(async () => {
    server = await startTestDeskServer({ public_url: 'https://desk.example.com' })
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  const html = { accept: 'text/html,application/xhtml+xml' }
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${server.desk.url}${path}`, { method, headers, redirect: 'manual' })
  const assets = (text: string) => [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path)

  it.each(['/', '/sign-in', '/join', '/batches/b-1', '/no/such/page'])(
    'is served at %s to a browser, with a nonce of its own',
    async (path) => {
      const [first, second] = [await get(path, html), await get(path, html)]
      const policies = [first, second].map(({ headers }) => headers.get('content-security-policy') ?? '')
      const [nonce = '', other = ''] = policies.map((policy) => /'nonce-([\w-]{22})'/.exec(policy)?.[1])
      expect(nonce).not.toBe(other)
      expect(policies[0]).toBe(
        [
          "default-src 'none'",
          "script-src 'self'",
          `style-src 'self' 'nonce-${nonce}'`,
          "connect-src 'self'",
          "font-src 'self'",
          `img-src 'self' data: blob: https://*.qpic.cn ${server.platform.url}`,
          "form-action 'self'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
        ].join('; '),
      )
      const named = [
        'cache-control',
        'content-type',
        'cross-origin-opener-policy',
        'referrer-policy',
        'strict-transport-security',
        'x-frame-options',
      ]
      expect([first.status, ...named.map((name) => first.headers.get(name))]).toEqual([
        200,
        'no-store',
        'text/html; charset=utf-8',
        'same-origin',
        'no-referrer',
        'max-age=31536000',
        'DENY',
      ])
      const text = await first.text()
      expect(text).toContain(`nonce="${nonce}"`)
      expect(text).not.toContain('CSP-NONCE')
      expect((await get(path, html, 'HEAD')).status).toBe(200)
    },
  )

  it('names the files of the page at its address, which are there, and no other page’s', async () => {
    const filesAt = async (path: string) => assets(await (await get(path, html)).text()).filter((name) => name.startsWith('/assets/'))
    const [find, card, none] = [await filesAt('/find?brand=1004'), await filesAt('/cards/r-1'), await filesAt('/no/such/page')]
    const own = (files: readonly string[]) => files.filter((name) => !none.includes(name))
    expect(own(find)).toContainEqual(expect.stringMatching(/^\/assets\/find-[\w-]+\.js$/))
    expect(own(card)).toContainEqual(expect.stringMatching(/^\/assets\/card-[\w-]+\.js$/))
    expect(own(card)).not.toContainEqual(expect.stringMatching(/^\/assets\/find-[\w-]+\.js$/))
    for (const path of [...own(find), ...own(card)]) expect([path, (await get(path)).status]).toEqual([path, 200])
  })

  it('has files that browsers keep for good, compressed as they ask for', async () => {
    const paths = assets(await (await get('/', html)).text())
    const scripts = paths.filter((path) => /^\/assets\/.*\.js$/.test(path))
    expect(scripts.length).toBeGreaterThan(0)
    for (const path of scripts) {
      const brotli = await get(path, { 'accept-encoding': 'br' })
      const named = ['cache-control', 'content-encoding', 'x-content-type-options']
      expect([brotli.status, ...named.map((name) => brotli.headers.get(name))]).toEqual([
        200,
        'public, max-age=31536000, immutable',
        'br',
        'nosniff',
      ])
      expect(await brotli.text()).toBe(await (await get(path, { 'accept-encoding': 'identity' })).text())
    }
    const icon = await get('/icon.svg')
    expect([icon.status, icon.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  })

  it('leaves every path that is no page to what answers there', async () => {
    for (const path of ['/api', '/api/nothing', '/api/session/x', '/assets/nothing.js', '/metrics/x', '/.vite/manifest.json/x'])
      expect([path, (await get(path, path.startsWith('/.vite') ? {} : html)).status]).toEqual([path, 404])
    expect((await get('/api/session', html)).status).toBe(401)
    expect((await get('/api/session/second-factor', html)).status).toBe(405)
    expect((await get('/m/aaaaaaaaaaaaaaaaaaaaaa', html)).status).toBe(404)
    expect(await (await get('/healthz', html)).json()).toEqual({ status: 'ok' })
    // What is no browser is told that there is nothing, and no other method opens a page.
    expect((await get('/batches', { accept: 'application/json' })).status).toBe(404)
    expect((await get('/batches', html, 'POST')).status).toBe(404)
    for (const path of [
      '/assets/..%2findex.html',
      '/index.html',
      '/page-files.json',
      '/.vite/manifest.json',
      '/assets/%2e%2e/%2e%2e/package.json',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 404])
  })

  it('is what another site can open and nothing else: the API refuses even its reads', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site' }
    expect((await get('/', { ...html, ...foreign })).status).toBe(200)
    expect((await get('/api/welcome', foreign)).status).toBe(403)
    expect((await get('/api/welcome', { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })
})
