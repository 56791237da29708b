import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'

/** What came by a proxy. */
export interface Passage {
  readonly method: string
  /** As the proxy was asked: host and port, or a whole URL. */
  readonly target: string
  readonly authorization: string | undefined
}

/** A forward proxy on loopback: tunnels for https, whole URLs for http. */
export class ForwardProxy implements AsyncDisposable {
  readonly passages: Passage[] = []
  /** Where it really leads, whatever it is asked for; the place asked for when missing. */
  leadsTo: string | undefined
  /** Answers this instead of passing on. */
  refuses: number | undefined
  readonly #server = createServer((request, response) => {
    this.#note(request)
    const { method, headers } = request
    if (this.refuses !== undefined) {
      response.writeHead(this.refuses).end()
      return
    }
    const { 'proxy-authorization': _, ...others } = headers
    const target = new URL(request.url ?? '')
    const [hostname, port] = this.leadsTo?.split(':') ?? [target.hostname, target.port]
    const path = `${target.pathname}${target.search}`
    const onward = httpRequest({ hostname, port, path, method, headers: others }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    request.pipe(onward)
  })
  readonly #sockets = new Set<Socket | Duplex>()

  static async open(): Promise<ForwardProxy> {
    const proxy = new ForwardProxy()
    proxy.#server.on('connect', (request, socket) => proxy.#tunnel(request, socket))
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  /** Host and port. */
  get name(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed')
    return `127.0.0.1:${address.port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #note({ method = '', url = '', headers }: IncomingMessage): void {
    this.passages.push({ method, target: url, authorization: headers['proxy-authorization'] })
  }

  #tunnel(request: IncomingMessage, socket: Duplex): void {
    this.#note(request)
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    if (this.refuses !== undefined) {
      socket.end(`HTTP/1.1 ${this.refuses} No\r\n\r\n`)
      return
    }
    const { hostname, port } = new URL(`http://${this.leadsTo ?? request.url}`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    this.#sockets.add(onward)
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
  }
}

/** A certificate for loopback and some invented names, and its key, as PEM. */
export function makeServerCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-certificate-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const names = 'subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost,DNS:pay.example'
    const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=loopback', '-addext', names]
    execFileSync('openssl', [...kind, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
