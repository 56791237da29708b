import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { startPlatform } from '../src/index.ts'
import { base } from './fixtures/card-calls.ts'
import { sendRaw } from './fixtures/raw-http.ts'
import { makeTenants } from './fixtures/tenants.ts'

/** A platform with usual limits. */
async function start() {
  const tenants = makeTenants()
  const { folder } = tenants
  const log = new CapturedLog()
  const platform = await startPlatform({ tenants: tenants.tenants, folder, database: `sqlite:${folder}/p.db`, log: log.log })
  const dispose = async () => {
    await platform[Symbol.asyncDispose]()
    tenants[Symbol.dispose]()
  }
  return { url: platform.url, log, [Symbol.asyncDispose]: dispose }
}

const isServed = async (url: string) => (await fetch(`${url}/healthz`)).status

test('heads without measure end their connections, and others are served', async () => {
  await using platform = await start()
  const floods = [`X-Long: ${'x'.repeat(1 << 20)}\r\n`, Array.from({ length: 10_000 }, (_, index) => `X-${index}: 1\r\n`).join('')]
  // What is refused before it was read to its end may be reset, so that its answer is not always heard.
  const flood = (lines: string) => sendRaw(platform.url, `GET /healthz HTTP/1.1\r\nHost: a\r\n${lines}\r\n`).catch(() => '')
  const heard = await Promise.all(floods.map(flood))
  expect(heard.filter((text) => text.includes(' 200 '))).toEqual([])
  expect(await isServed(platform.url)).toBe(200)
  expect(platform.log.text).not.toContain('"level":"error"')
})

test('requests that are sent without waiting are each answered, in their order', async () => {
  await using platform = await start()
  const paths = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? '/healthz' : `${base}/cards`))
  const request = (path: string, last: boolean) => `GET ${path} HTTP/1.1\r\nHost: a\r\n${last ? 'Connection: close\r\n' : ''}\r\n`
  const received = await sendRaw(platform.url, paths.map((path, index) => request(path, index === paths.length - 1)).join(''))
  const statuses = Array.from(received.matchAll(/HTTP\/1\.1 (\d{3})/g), ([, status]) => Number(status))
  expect(statuses.map((status) => status === 200)).toEqual(paths.map((path) => path === '/healthz'))
  expect(platform.log.text).not.toContain('"level":"error"')
})

test('connections on which nothing is said do not keep others from being served', async () => {
  await using platform = await start()
  const { hostname, port } = new URL(platform.url)
  const idle = Array.from({ length: 300 }, () => connect(Number(port), hostname).on('error', () => undefined))
  await Promise.all(idle.map((socket) => once(socket, 'connect')))
  expect(await isServed(platform.url)).toBe(200)
  for (const socket of idle) socket.destroy()
})
