import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemProgram } from './system-program.ts'
import { systemPrograms } from './system-programs.ts'
import { startTlsProxy, type TlsProxy } from './tls-proxy.ts'

/** Starts nginx with servers as a page shows them: `listen 443 ssl` becomes the port, and the certificate is one for localhost. */
export async function startNginx(servers: Readonly<Record<number, string>>): Promise<TlsProxy> {
  const program = systemProgram(systemPrograms.nginx)
  return startTlsProxy(Object.keys(servers), ({ folder, certificate, key }) => {
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
    return { program, args: ['-p', folder, '-c', file], signal: 'SIGQUIT' }
  })
}
