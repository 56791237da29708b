import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { contract } from '../src/contract/index.ts'
import { startTestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

function open(url: string): Socket {
  const { hostname, port } = new URL(url)
  return connect(Number(port), hostname).on('error', () => undefined)
}

/** Sends a request as this visitor's browser would, and resolves with the status of the answer. */
async function statusOf(url: string, { browser }: TestStaff, method: string, target: string, body: Buffer): Promise<number> {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${new URL(url).host}`, `Origin: ${url}`, `Cookie: ${browser.cookie}`]
  const more = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close']
  const socket = open(url)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(Buffer.concat([Buffer.from(`${[...lines, ...more].join('\r\n')}\r\n\r\n`), body]))
  await once(socket, 'close')
  return Number(text.split(' ')[1])
}

// Those that end a session would end the test's.
const operations = Object.values(contract).filter(({ path, method }) => !(path === '/api/session' && method === 'DELETE'))
const texts = fc.constantFrom(
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00x"',
  '"\\u202e"',
  '"\\ufffe"',
  '"\u{1f600}"',
  `"${'x'.repeat(5000)}"`,
  '"0000-00-00T00:00:00+08:00"',
  '"9999-12-31T23:59:59+08:00"',
  '"2026-11-25T10:00:00+08:00"',
  '1e400',
  '-1e308',
  '9007199254740993',
  'null',
  'true',
  '[]',
  '[["\\u0000"]]',
  '{"__proto__":{"a":1}}',
  `"${brand_id}"`,
  '"x-1"',
  '"ok"',
)
const wholes = fc.constantFrom(
  '',
  'null',
  '[]',
  '"x"',
  '\u00ff\u00fe',
  '{"name":"a","name":"b"}',
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
  `${'['.repeat(100_000)}`,
)
const pieces = fc.constantFrom('x-1', brand_id, '%00', 'a%00b', '%ED%A0%80', '..', '%2e%2e', '1e9', '-1', '%F0%9F%98%80', 'x'.repeat(300))

test.each(kinds)('whatever fields hold, nobody gets a 500 from a desk on %s and nothing is logged as an error', async (kind) => {
  await using server = await startTestDeskServer({ kind })
  const clerk = await server.join('clerk', { role: 'clerk', brand_id }, { role: 'author', brand_id }, { role: 'manager', brand_id })
  const requests = fc.constantFrom(...operations).chain((operation) => {
    const names = Object.keys(operation.input.properties)
    const fields = fc.tuple(
      ...names.map((name) =>
        fc.option(
          texts.map((text) => `"${name}":${text}`),
          { nil: undefined, freq: 8 },
        ),
      ),
    )
    const body = fc.oneof(
      { weight: 9, arbitrary: fields.map((given) => `{${given.filter((text) => text !== undefined).join()}}`) },
      { weight: 1, arbitrary: wholes },
    )
    const query = fc.array(fc.tuple(fc.constantFrom(...names, 'x'), pieces), { maxLength: 4 })
    return fc.tuple(fc.constant(operation), fc.array(pieces, { minLength: 4, maxLength: 4 }), query, body)
  })
  await fc.assert(
    fc.asyncProperty(requests, fc.boolean(), async ([{ method, path }, names, query, body], asClerk) => {
      let index = 0
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'brand_id' ? brand_id : (names[index++] ?? '')))
      const target = query.length === 0 ? filled : `${filled}?${query.map((pair) => pair.join('=')).join('&')}`
      const visitor = asClerk ? clerk : server.administrator
      const status = await statusOf(server.desk.url, visitor, method, target, method === 'GET' ? Buffer.alloc(0) : Buffer.from(body))
      expect([method, target, status < 500]).toEqual([method, target, true])
    }),
    { numRuns: 100 },
  )
  expect(server.log.text).not.toContain('"level":"error"')
})

test('an upload that stops is cut off, as is one that comes in drops, and the desk works on', async () => {
  await using server = await startTestDeskServer({ limits: { headers_ms: 300, upload_ms: 600 } })
  const author = await server.join('author', { role: 'author', brand_id })
  const head = [
    `POST /api/brands/${brand_id}/batches HTTP/1.1`,
    `Host: ${new URL(server.desk.url).host}`,
    `Cookie: ${author.browser.cookie}`,
    'Content-Type: text/csv',
    'Content-Length: 100000',
  ]
  const [silent, dropping] = [open(server.desk.url), open(server.desk.url)]
  const closed = Promise.all([once(silent, 'close'), once(dropping, 'close')])
  for (const socket of [silent, dropping]) socket.write(`${head.join('\r\n')}\r\n\r\ncard_id`)
  const drops = setInterval(() => dropping.write(','), 20)
  silent.resume()
  dropping.resume()
  await closed
  clearInterval(drops)
  await expect.poll(() => server.log.lines('answered').filter(({ operation }) => operation === 'uploadBatch').length).toBe(2)
  expect(server.log.text).not.toContain('"level":"error"')
  expect((await fetch(`${server.desk.url}/healthz`)).status).toBe(200)
})
