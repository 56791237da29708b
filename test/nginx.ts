import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemProgram } from './system-program.ts'

const nginx = { name: 'nginx', probe: '-v', debian: 'nginx-light' }

/** A real nginx with servers of its own; it is gone with its files when it is disposed of. */
export interface Nginx extends AsyncDisposable {
  /** The certificate that its servers show, for `NODE_EXTRA_CA_CERTS` and `curl --cacert`. */
  readonly certificate: string
}

/** Starts nginx with servers as a page shows them: `listen 443 ssl` becomes the port, and the certificate is one for localhost. */
export async function startNginx(servers: Readonly<Record<number, string>>): Promise<Nginx> {
  const program = systemProgram(nginx)
  const folder = mkdtempSync(join(tmpdir(), 'card-member-nginx-'))
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-days', '2']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'pipe',
  })
  const texts = Object.entries(servers).map(([port, text]) =>
    text
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
      .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`),
  )
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`)
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; ${user} pid ${join(folder, 'pid')}; error_log stderr crit; events {}\nhttp { access_log off; ${own.join(' ')}\n${texts.join('\n')}}\n`,
  )
  const running = spawn(program, ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  running.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  for (const port of Object.keys(servers)) await untilOpen(Number(port), running, () => said)
  return {
    certificate,
    async [Symbol.asyncDispose]() {
      const ended = once(running, 'exit')
      running.kill('SIGQUIT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilOpen(port: number, { exitCode }: ChildProcess, said: () => string): Promise<void> {
  for (let left = 100; left > 0 && exitCode === null; left--) {
    const socket = createConnection(port, '127.0.0.1')
    const open = await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)))
    socket.destroy()
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nginx did not start: ${said()}`)
}
