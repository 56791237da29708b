import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { systemProgram } from '../../../test/system-program.ts'
import { systemPrograms } from '../../../test/system-programs.ts'
import { pathOf, textOf } from './guide-page.ts'
import { runHere } from './in-process.ts'

// The image itself is built and run by `npm run container`, which takes minutes.

interface Service {
  readonly command?: readonly string[]
  readonly ports?: readonly string[]
  readonly secrets?: readonly string[]
  readonly user?: string
  readonly [option: string]: unknown
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
}

const compose: Compose = parse(textOf('compose.yaml'), { merge: true })
const dockerfile = textOf('Dockerfile')
const folder = mkdtempSync(join(tmpdir(), 'card-member-container-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('compose.yaml', () => {
  it.each(Object.entries(compose.services))('gives %s no more than it needs', (name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    })
    expect(service.user).toBe(name === 'postgres' ? 'postgres' : undefined)
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
    for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(secret)
    if (name !== 'postgres') expect(service).toMatchObject({ depends_on: { postgres: { condition: 'service_healthy' } } })
  })

  it.each(['platform', 'desk'])('gives the %s options that the command knows, and files that it reads', async (name) => {
    const { command = [] } = compose.services[name] ?? {}
    const url = join(folder, `${name}_url`)
    writeFileSync(url, `sqlite:${folder}/${name}.db\n`)
    const here = command.map((text) =>
      text
        .replace(`/run/secrets/${name}_url`, url)
        .replaceAll('/etc/card-member', `${folder}/settings`)
        .replace(/\$\{\w+:-(.*)\}/, '$1')
        .replace(/(--folder=).*/, `$1${folder}/${name}`)
        .replace(/(--port=).*/, '$10'),
    )
    const missing = name === 'platform' ? 'tenants.json' : 'connections.json'
    expect(await runHere(here, { LC_ALL: 'C' })).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`${folder}/settings/${missing}`),
    })
    // What it is told about is what the image has open.
    const [, port] = /--port=(\d+)/.exec(command.join(' ')) ?? []
    expect(dockerfile).toMatch(new RegExp(`^EXPOSE .*\\b${port}\\b`, 'm'))
    expect(compose.services[name]?.ports).toEqual([`127.0.0.1:${port}:${port}`])
  })

  it('makes users and databases that its URLs open, each for its own user', async () => {
    systemProgram(systemPrograms.psql)
    const server = new URL(inject('postgres_url'))
    const { hostname, port, username, password } = server
    const names = ['platform', 'desk'].map((part) => `compose_${part}_${process.pid}`)
    const urls = names.map((name, index) => `postgres://${name}:it's${index}$HOME!@${hostname}:${port}/${name}`)
    for (const [index, part] of ['platform', 'desk'].entries()) writeFileSync(join(folder, `${part}_url`), `${urls[index]}\n`)
    // biome-ignore lint/style/noProcessEnv: psql is found by the path
    const { PATH } = process.env
    const env = { PATH, SECRETS: folder, PGHOST: hostname, PGPORT: port, PGPASSWORD: decodeURIComponent(password), POSTGRES_USER: username }
    const connect = async (connectionString: string, sql: readonly string[]) => {
      const client = new Client({ connectionString })
      await client.connect()
      try {
        for (const statement of sql) await client.query(statement)
      } finally {
        await client.end()
      }
    }
    try {
      execFileSync('bash', [pathOf('deploy/container/databases.sh')], { env, stdio: ['ignore', 'ignore', 'pipe'] })
      for (const [index, url] of urls.entries()) {
        await connect(url, ['create table of_its_own (id int)'])
        const foreign = url.replace(/[^/]+$/, names[1 - index] ?? '')
        await expect(connect(foreign, [])).rejects.toThrow('permission denied for database')
      }
    } finally {
      await connect(server.href, [
        ...names.map((name) => `drop database if exists ${name}`),
        ...names.map((name) => `drop role if exists ${name}`),
      ])
    }
  })
})

describe('the Dockerfile', () => {
  it('copies from this folder only what npm run pack makes, which is all that the build is given', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from=)(.*) \S+$/gm)].map(([, paths]) => paths)
    expect(copied).toEqual(['dist/*.tgz'])
    const given = textOf('.dockerignore').split('\n')
    expect(given.filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['*', '!dist', 'dist/*', '!dist/*.tgz'])
  })

  it('runs as a user who owns nothing but the data', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    expect(last).toMatch(/^USER 10001:10001$/m)
    expect([...last.matchAll(/--chown=\S+ \S+ (\S+)/g)].map(([, path]) => path)).toEqual(['/var/lib/card-member'])
    expect(last).toMatch(/^ENTRYPOINT \["node", "\/opt\/card-member\/node_modules\/card-member\/bin\/card-member.js"\]$/m)
    expect(readdirSync(pathOf('packages/cli/bin'))).toEqual(['card-member.js'])
  })

  it.each([
    ['a server that is ready', 200, 0],
    ['a server without its database', 503, 1],
    ['no server', undefined, 1],
  ])('has a health check that tells %s', async (_, status, code) => {
    const server = createServer(({ url }, response) => response.writeHead(url === '/readyz' ? (status ?? 500) : 404).end())
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    if (status === undefined) await new Promise((resolve) => server.close(resolve))
    const [, check = ''] = /^\s+CMD (\[.*\])$/m.exec(dockerfile) ?? []
    const [, ...args]: string[] = JSON.parse(check)
    const child = spawn(
      process.execPath,
      args.map((text) => text.replace('8080, 8090', String(port))),
      { stdio: 'ignore' },
    )
    expect(await once(child, 'exit')).toEqual([code, null])
    server.closeAllConnections()
    server.close()
  })
})
