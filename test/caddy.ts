import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemProgram } from './system-program.ts'
import { systemPrograms } from './system-programs.ts'
import { startTlsProxy, type TlsProxy } from './tls-proxy.ts'

// No other port of this machine, and no certificate authority: what a page does not speak about.
const own = '{\n\tadmin off\n\tauto_https disable_redirects\n\tservers {\n\t\tprotocols h1 h2\n\t}\n\tlog {\n\t\tlevel ERROR\n\t}\n}\n'

/** Starts Caddy with sites as a page shows them: the name of a site becomes localhost and the port, and the certificate is one for localhost. */
export async function startCaddy(sites: Readonly<Record<number, string>>): Promise<TlsProxy> {
  const program = systemProgram(systemPrograms.caddy)
  return startTlsProxy(Object.keys(sites), ({ folder, certificate, key }) => {
    const texts = Object.entries(sites).map(([port, text]) =>
      text.replace(/^\S+ \{$/m, `https://localhost:${port} {\n\tbind 127.0.0.1`).replace(/^\ttls .*$/m, `\ttls ${certificate} ${key}`),
    )
    const file = join(folder, 'Caddyfile')
    writeFileSync(file, `${own}${texts.join('\n')}`)
    const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
    return { program, args: ['run', '--adapter', 'caddyfile', '--config', file], env, signal: 'SIGTERM' }
  })
}
