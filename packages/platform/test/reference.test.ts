import { openapi } from '@card-member/sdk/contract'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { startTestPlatform } from './platform-fixture.ts'

test('a reader of the API is served with its OpenAPI document, and needs no other host', async () => {
  await using running = await startTestPlatform()
  const at = (path: string) => fetch(running.platform.url + path)

  const page = await at('/docs')
  expect([page.status, page.url, page.headers.get('content-type')]).toEqual([
    200,
    `${running.platform.url}/docs/`,
    'text/html; charset=utf-8',
  ])
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('http')
  const html = await page.text()
  expect(html).toContain('./openapi.json')
  expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)).toEqual(['js/scalar.js'])

  const script = await at('/docs/js/scalar.js')
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'application/javascript; charset=utf-8'])
  expect((await script.text()).length).toBeGreaterThan(100_000)

  const document = await at('/docs/openapi.json')
  expect(document.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await document.json()).toEqual(JSON.parse(JSON.stringify(openapi({ version: manifest.version }))))
})
