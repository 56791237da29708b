import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { password, startTestDeskServer } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

/** Sends bytes on a connection of its own and resolves with the status of what comes back. */
async function statusOf(url: string, request: string): Promise<number> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(Buffer.from(request, 'latin1'))
  await once(socket, 'close')
  return Number(text.split(' ')[1])
}

test('a malformed request gets no 500 and logs no error', async () => {
  await using server = await startTestDeskServer({ kind: 'postgres' })
  const { desk, log } = server
  const ask = (target: string, host = 'a', more = '') =>
    statusOf(desk.url, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`)
  for (const host of ['a b:c', '[', '%', 'evil.example:99999', 'a\\b', '\xff'])
    expect([host, (await ask('/api/auth/start', host)) < 500]).toEqual([host, true])
  // Without a provider nothing is served there, whatever the query.
  for (const query of ['code=%00&state=%00', 'state=%zz', 'state=%ED%A0%80'])
    expect(await ask(`/api/auth/callback/oidc?${query}`)).toBe(404)
  expect(await ask('/api/%zz')).toBe(400)
  expect(await ask('/api/session#x')).toBe(400)
  expect(await ask('/api/session', 'a', 'Host: b\r\n')).toBe(400)
  const named = await server.administrator.browser.result('openSession', { name: 'a\0b', password, totp: '123456' })
  expect(named.status).toBeLessThan(500)
  expect(log.text).not.toContain('"level":"error"')
})

test('an upload that breaks off is the fault of who sends it', async () => {
  await using server = await startTestDeskServer({ kind: 'postgres' })
  const { desk, log } = server
  const clerk = await server.join('clerk', { role: 'author', brand_id })
  const { hostname, port } = new URL(desk.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  const lines = [`POST /api/brands/${brand_id}/batches HTTP/1.1`, 'Host: a', `Cookie: ${clerk.browser.cookie}`, 'Content-Type: text/csv']
  await new Promise((resolve) => socket.write(`${lines.join('\r\n')}\r\nContent-Length: 1000\r\n\r\ncard_id`, resolve))
  socket.destroy()
  await expect.poll(() => log.lines('answered').some(({ operation }) => operation === 'uploadBatch')).toBe(true)
  expect(log.text).not.toContain('"level":"error"')
})

test('sign-ins are counted by address, whatever port or half of an IPv6 network a proxy reports', async () => {
  await using server = await startTestDeskServer({ public_url: 'http://desk.example.com/' })
  const { browser } = server.administrator
  const attempt = (index: number, forwarded: string) =>
    browser.result(
      'openSession',
      { name: `nobody-${index}`, password: 'not the password', totp: '123456' },
      { 'x-forwarded-for': forwarded },
    )
  for (let index = 0; index < 50; index++)
    expect((await attempt(index, `9.9.9.9, [2001:db8:1:2:${index}::1]:${4000 + index}`)).code).not.toBe('SIGN_IN_LOCKED')
  const last = ['[2001:db8:1:2:ffff::1]:1', { name: 'nobody-50', password: 'not the password', totp: '123456' }] as const
  expect(await attempt(50, last[0])).toMatchObject({ code: 'SIGN_IN_LOCKED' })
  const answer = await fetch(`${server.desk.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': last[0] },
    body: JSON.stringify(last[1]),
  })
  const { detail }: { detail: { retry_after: number } } = JSON.parse(await answer.text())
  expect([answer.status, answer.headers.get('retry-after'), detail]).toEqual([
    429,
    String(detail.retry_after),
    { locked_until: expect.stringMatching(/^20.*\+08:00$/), retry_after: expect.any(Number) },
  ])
  expect((await attempt(51, '[2001:db8:1:3::1]:1')).code).not.toBe('SIGN_IN_LOCKED')
})
