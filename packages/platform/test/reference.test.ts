import { openapi } from '@card-member/sdk/contract'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { startTestPlatform } from './fixtures/platform.ts'
import { startSandbox } from './fixtures/sandbox.ts'

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
  expect(policy).toContain("script-src 'self';")
  const html = await page.text()
  expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)).toEqual(['js/scalar.js', 'js/start.js'])
  expect(html).not.toMatch(/<script>|<style|style=| on[a-z]+=/)
  const start = await at('/docs/js/start.js')
  expect([start.status, start.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
  expect(await start.text()).toContain('"url":"/docs/openapi.json"')

  const script = await at('/docs/js/scalar.js')
  expect([script.status, script.headers.get('content-type')]).toEqual([200, 'application/javascript; charset=utf-8'])
  expect((await script.text()).length).toBeGreaterThan(100_000)

  const document = await at('/docs/openapi.json')
  expect(document.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await document.json()).toEqual(JSON.parse(JSON.stringify(openapi({ version: manifest.version }))))
})

interface SandboxDocument {
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<
    Record<
      string,
      Record<string, { readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly required?: string[] } }> } }>
    >
  >
}

test('the reference of a sandbox begins with its own address, and tells every control with its body', async () => {
  await using sandbox = await startSandbox()
  const { url, sandbox_token } = sandbox.platform
  const document: SandboxDocument = JSON.parse(await (await fetch(`${url}/docs/openapi.json`)).text())
  expect(document.servers.map((server) => server.url)).toEqual([url, 'https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'])
  const join = document.paths['/_sandbox/members/join']?.post?.requestBody?.content['application/json']
  expect(join?.schema.required).toEqual(['brand_id', 'card_id', 'openid'])
  const controls = Object.entries(document.paths).filter(([path]) => path.startsWith('/_sandbox'))
  const told = controls.flatMap(([path, methods]) => Object.keys(methods).map((method) => [method, path] as const))
  expect(told).toHaveLength(17)
  // Each is served: without a body it is refused for that, and never as something that is not there.
  for (const [method, path] of told) {
    const { status } = await fetch(url + path, { method, headers: { authorization: `Bearer ${sandbox_token}` } })
    expect([method, path, [200, 400].includes(status)]).toEqual([method, path, true])
  }
})
