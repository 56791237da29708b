import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRole, machineOperator, openDesk } from '@card-member/desk'
import { makeLog } from '@card-member/service/log'
import { generateSync } from 'otplib'
import {
  brand_id,
  startTestEnvironment,
  type TestCard,
  type TestEnvironment,
  type TestEnvironmentOptions,
} from '../../desk/test/fixtures/environment.ts'
import type { Ran } from './command-fixture.ts'
import { runHere } from './in-process.ts'

export { brand_id }

const password = 'correct horse battery'

/** A desk with people, reached by commands alone, and a real platform behind it. */
export interface CommandDesk extends AsyncDisposable {
  readonly environment: TestEnvironment
  /** Arguments that say which desk is meant. */
  readonly place: readonly string[]
  readonly passwordFile: string
  /** Arguments that say who somebody is, and which desk is meant. */
  as(name: string): string[]
  /** Runs a command of somebody's. */
  run(name: string, ...args: string[]): Promise<Ran>
  /** The same with `--json`, and what it told. */
  json(name: string, ...args: string[]): Promise<{ readonly code: number | null; readonly told: Told }>
  /** Changes settings of the brand: one administrator proposes, a second one confirms. */
  set(...settings: readonly string[]): Promise<void>
  /** Lets commands that begin from here on call so many times a second. */
  pace(per_second: number): Promise<void>
  /** Writes a batch file of cards, with rows behind them as they are. */
  file(cards: readonly TestCard[], ...more: string[]): Promise<string>
}

/** One object of a command, as far as tests read single fields of it. */
export type Told = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly consent_id: string
  readonly staff_id: string
  readonly plan_sha256: string
  readonly state: string
  readonly pending?: { readonly change_id: string }
  readonly counts: Readonly<Record<string, number>>
  readonly data: readonly Readonly<Record<string, unknown>>[]
}

/** Opens a desk and adds people with a role each, named like it. */
export async function openCommandDesk(options: TestEnvironmentOptions, ...roles: readonly string[]): Promise<CommandDesk> {
  await using stack = new AsyncDisposableStack()
  const environment = stack.use(await startTestEnvironment(options))
  const passwordFile = join(environment.folder, 'password')
  await writeFile(passwordFile, `${password}\n`)
  const place = ['--database', environment.database.url, '--folder', environment.folder]
  const secrets = new Map<string, string>()
  const { database, folder } = environment
  // Hashing is made cheap here, for people sign in at every command; what a hash costs is written in it.
  const adding = await openDesk({ database: database.url, folder, password_cost: { ln: 1, r: 1, p: 1 }, log: makeLog({ level: 'silent' }) })
  const add = async (name: string, role = name) => {
    if (!isRole(role)) throw new Error(`${role} is no role`)
    const { otpauth_uri } = await adding.staff.add(machineOperator, { name, password, grants: [{ brand_id: '*', role }] })
    secrets.set(name, new URL(otpauth_uri).searchParams.get('secret') ?? '')
  }
  for (const role of roles) await add(role)
  // Confirms what the administrator loosens.
  if (roles.includes('admin')) await add('second', 'admin')
  await adding[Symbol.asyncDispose]()
  const as = (name: string) => {
    const totp = generateSync({ secret: secrets.get(name) ?? '' })
    const session = join(environment.folder, `${name}.session`)
    return [
      '--as',
      name,
      '--password-file',
      passwordFile,
      '--totp',
      totp,
      '--session-file',
      session,
      '--connections',
      environment.connections,
      ...place,
    ]
  }
  const run = (name: string, ...args: string[]) => runHere([...args, ...as(name)])
  const json = async (name: string, ...args: string[]): Promise<{ code: number | null; told: Told }> => {
    const { code, stdout } = await run(name, ...args, '--json')
    if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`no object alone: ${stdout}`)
    return { code, told: JSON.parse(stdout) }
  }
  const opened = stack.move()
  return {
    environment,
    place,
    passwordFile,
    as,
    run,
    json,
    set: async (...settings) => {
      const { told } = await json('admin', 'desk', 'settings', '--brand', brand_id, ...settings.flatMap((one) => ['--set', one]))
      if (told.pending === undefined) return
      const { code, stderr } = await run('second', 'desk', 'changes', 'confirm', told.pending.change_id)
      if (code !== 0) throw new Error(stderr)
    },
    pace: async (per_second) => {
      const [main] = JSON.parse(await readFile(environment.connections, 'utf8'))
      await writeFile(environment.connections, JSON.stringify([{ ...main, per_second }]))
    },
    file: async (cards, ...more) => {
      const path = await environment.file(cards)
      await writeFile(path, `${more.join('\n')}\n`, { flag: 'a' })
      return path
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
