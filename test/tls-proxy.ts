import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real proxy with TLS; it is gone with its files when it is disposed of. */
export interface TlsProxy extends AsyncDisposable {
  /** The certificate that it shows, for `NODE_EXTRA_CA_CERTS` and `curl --cacert`. */
  readonly certificate: string
}

/** What a proxy may use while it runs: a folder of its own, and a certificate for localhost. */
export interface ProxyPlace {
  readonly folder: string
  readonly certificate: string
  readonly key: string
}

/** How to start a proxy. */
export interface ProxyProgram {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What asks it to end. */
  readonly signal: NodeJS.Signals
}

/** Starts a proxy that listens at ports, and waits until it does. */
export async function startTlsProxy(ports: readonly string[], prepare: (place: ProxyPlace) => ProxyProgram): Promise<TlsProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-proxy-'))
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-days', '2']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'pipe',
  })
  const { program, args, env, signal } = prepare({ folder, certificate, key })
  const running = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], ...(env && { env }) })
  let said = ''
  running.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  for (const port of ports) await untilOpen(Number(port), running, () => `${program} did not start: ${said}`)
  return {
    certificate,
    async [Symbol.asyncDispose]() {
      const ended = once(running, 'exit')
      running.kill(signal)
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilOpen(port: number, child: ChildProcess, failure: () => string): Promise<void> {
  for (let left = 100; left > 0 && child.exitCode === null; left--) {
    const socket = createConnection(port, '127.0.0.1')
    const open = await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)))
    socket.destroy()
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(failure())
}
