import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createTransport as createFetchTransport } from '../src/client/transport-fetch.ts'
import { createTransport as createNodeTransport } from '../src/node/transport-node.ts'
import { signed } from './fixtures/answers.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor, merchant, serial_no } from './fixtures/keys.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const transports = [
  ['fetch', createFetchTransport],
  ['node:http', createNodeTransport],
] as const
const request = { method: 'GET', headers: { Accept: '*/*' }, body: undefined, signal: undefined, timeout_ms: 2_000 }

function portOf(server: { address(): unknown }): number {
  const address = server.address()
  if (typeof address === 'object' && address && 'port' in address && typeof address.port === 'number') return address.port
  throw new Error('not listening')
}

describe.each(transports)('the transport over %s', (_name, createTransport) => {
  it('reads status, headers by lower-case name, and raw bytes', async () => {
    await using server = await startServer(
      (_request, response) => void response.writeHead(418, { 'X-Kind': 'tea' }).end(Buffer.from([0, 255, 10])),
    )
    const answer = await createTransport().send({ ...request, url: `${server.url}/` })
    expect(answer.status).toBe(418)
    expect(answer.header('x-kind')).toBe('tea')
    expect(answer.header('x-other') ?? undefined).toBeUndefined()
    expect([...answer.body]).toEqual([0, 255, 10])
  })

  it('sends bytes unchanged, and joins chunks', async () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index)
    const parts: Buffer[] = []
    const server = createServer(async (incoming, response) => {
      for await (const chunk of incoming) parts.push(chunk)
      response.write('one, ')
      setImmediate(() => response.end('two'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${portOf(server)}/`
    const answer = await createTransport().send({ ...request, method: 'POST', url, body })
    expect(Buffer.concat(parts)).toEqual(Buffer.from(body))
    expect(Buffer.from(answer.body).toString()).toBe('one, two')
    server.closeAllConnections()
    server.close()
  })

  it('reports an untrusted certificate as not sent', async () => {
    const cert = makeCertificate({ public_key: merchant.public_key, serial_no })
    let requests = 0
    const server = createSecureServer({ key: merchant.private_key, cert }, () => requests++).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const failure = await failureOf(createTransport().send({ ...request, url: `https://127.0.0.1:${portOf(server)}/` }))
    expect(failure).toMatchObject({ reason: 'connection', sent: false })
    expect(requests).toBe(0)
    server.close()
  })

  it('reports unknown when the server closes the connection', async () => {
    const server = createTcpServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const failure = await failureOf(createTransport().send({ ...request, url: `http://127.0.0.1:${portOf(server)}/` }))
    expect(failure).toMatchObject({ reason: 'connection', sent: true })
    server.close()
  })
})

describe('the transport over node:http', () => {
  it('keeps connections', async () => {
    const ports = new Set<number | undefined>()
    const server = createServer((incoming, response) => {
      ports.add(incoming.socket.remotePort)
      incoming.resume().on('end', () => response.end('{}'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const transport = createNodeTransport()
    for (let call = 0; call < 5; call++) await transport.send({ ...request, url: `http://127.0.0.1:${portOf(server)}/` })
    expect(ports.size).toBe(1)
    server.closeAllConnections()
    server.close()
  })

  it('reports an unfinished TLS handshake as not sent', async () => {
    const server = createTcpServer(() => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `https://127.0.0.1:${portOf(server)}/`
    const failure = await failureOf(createNodeTransport().send({ ...request, url, timeout_ms: 50 }))
    expect(failure).toMatchObject({ reason: 'timeout', sent: false })
    server.close()
  })

  it('closes idle connections, and lets running calls end', async () => {
    let open = 0
    const finish: (() => void)[] = []
    const server = createServer((incoming, response) => {
      const end = () => response.end('{}')
      if (incoming.url === '/slow') finish.push(end)
      else end()
    }).on('connection', (socket) => {
      open++
      socket.on('close', () => open--)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${portOf(server)}`
    const transport = createNodeTransport()
    const slow = transport.send({ ...request, url: `${url}/slow` })
    await transport.send({ ...request, url: `${url}/quick` })
    expect(open).toBe(2)
    await transport.close?.()
    await expect.poll(() => open).toBe(1)
    finish[0]?.()
    expect((await slow).status).toBe(200)
    await expect.poll(() => open).toBe(0)
    server.close()
  })

  it('does not keep a process alive when its client is not closed', async () => {
    await using server = await startServer(signed(200, userCard))
    const script = `
      const { CardMember } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)})
      const api = new CardMember(${JSON.stringify(credentialFor(server.url))})
      for (let call = 0; call < 3; call++) console.log((await api.userCards.get('${code}', ${JSON.stringify(asked)})).user_card_state)
    `
    const started = performance.now()
    const cwd = fileURLToPath(new URL('..', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd })
    expect(stdout).toBe('EFFECTIVE\n'.repeat(3))
    expect(performance.now() - started).toBeLessThan(3_500)
    expect(server.requests[0]?.headers['user-agent']).toBe(`card-member-sdk/0.1.0 (node/${process.versions.node})`)
  })
})
