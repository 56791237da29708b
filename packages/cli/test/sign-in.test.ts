import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, machineOperator, openDesk } from '@card-member/desk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandDesk, openCommandDesk } from './desk-fixture.ts'
import { runHere } from './in-process.ts'

const password = 'correct horse battery'
let desk: CommandDesk
beforeAll(async () => {
  desk = await openCommandDesk({}, 'admin')
})
afterAll(() => desk[Symbol.asyncDispose]())

/** Adds somebody; `code` is theirs, so many time steps from now. */
async function add(name: string) {
  const { environment } = desk
  await using opened = await openDesk({ database: environment.database.url, folder: environment.folder })
  const { otpauth_uri } = await opened.staff.add(machineOperator, { name, password, grants: [{ brand_id: '*', role: 'viewer' }] })
  return { code: (steps = 0) => codeOf(otpauth_uri, Date.now() + steps * 30_000) }
}

const as = (name: string, totp: string) => ['--as', name, '--password-file', desk.passwordFile, '--totp', totp, ...desk.place]

describe('card-member desk sign-in and sign-out', () => {
  it('keep the session in a file of the state folder that its owner alone reads, and no command needs a code', async () => {
    const { code } = await add('wang')
    const env = { XDG_STATE_HOME: join(desk.environment.folder, 'state') }
    const signedIn = await runHere(['desk', 'sign-in', ...as('wang', code())], env)
    expect(signedIn).toEqual({ code: 0, stdout: expect.stringMatching(/^Signed in as wang\. The session is in \S+\n$/), stderr: '' })
    const file = signedIn.stdout.trim().split(' ').at(-1) ?? ''
    expect(file).toMatch(/\/state\/card-member\/desk-[0-9a-f]{16}\.json$/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).not.toContain(code())
    const list = (...args: string[]) => runHere(['batch', 'list', ...args, ...desk.place], env)
    for (const args of [[], ['--as', 'wang'], []]) expect(await list(...args)).toMatchObject({ code: 0, stderr: '' })
    // Who somebody else says they are is not signed in by it.
    expect(await list('--as', 'admin')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^This is no terminal, /) })
    const out = () => runHere(['desk', 'sign-out', ...desk.place], env)
    const kept = await readFile(file, 'utf8')
    expect(await out()).toEqual({ code: 0, stdout: 'Signed out: wang.\n', stderr: '' })
    expect(existsSync(file)).toBe(false)
    expect(await out()).toMatchObject({ code: 1, stderr: `Nobody is signed in: there is no ${file}.\n` })
    const first = 'Sign in first (card-member desk sign-in --as NAME), or say who you are with --as.\n'
    expect(await list()).toEqual({ code: 2, stdout: '', stderr: first })
    // A copy of the file is worth nothing once the session has ended.
    await writeFile(file, kept)
    expect(await list()).toEqual({ code: 2, stdout: '', stderr: first })
  })

  it('take the place of the session that the file held', async () => {
    const { code } = await add('li')
    const file = join(desk.environment.folder, 'li.session')
    const signIn = (totp: string) => runHere(['desk', 'sign-in', ...as('li', totp), '--session-file', file, '--json'])
    const { stdout } = await signIn(code(-1))
    expect(JSON.parse(stdout)).toEqual({ staff_id: expect.any(String), name: 'li', session_file: file })
    const before = await readFile(file, 'utf8')
    expect(await signIn(code(0))).toMatchObject({ code: 0 })
    await writeFile(`${file}.old`, before)
    const list = (path: string) => runHere(['batch', 'list', '--session-file', path, ...desk.place])
    expect(await list(file)).toMatchObject({ code: 0 })
    expect(await list(`${file}.old`)).toMatchObject({ code: 2 })
  })
})

describe('a code', () => {
  it('serves one command, or all that name the same session file', async () => {
    const { code } = await add('zhao')
    const totp = code(-1)
    const file = join(desk.environment.folder, 'zhao.session')
    const list = (given: string, ...args: string[]) => runHere(['batch', 'list', ...as('zhao', given), ...args])
    expect(await list(totp)).toMatchObject({ code: 0 })
    const used = 'This code was used already: wait for the next one. Scripts sign in once, by desk sign-in\n'
    expect(await list(totp)).toEqual({ code: 1, stdout: '', stderr: used })
    const next = code(0)
    for (let at = 0; at < 3; at++) expect(await list(next, '--session-file', file)).toMatchObject({ code: 0 })
    expect(await list(next)).toMatchObject({ code: 1, stderr: used })
    // Another code is another second factor, and is used up as well.
    const last = code(1)
    expect(await list(last, '--session-file', file)).toMatchObject({ code: 0 })
    expect(await list(last)).toMatchObject({ code: 1, stderr: used })
    expect(await list('000000', '--session-file', file)).toMatchObject({ code: 1, stderr: 'The code of the second factor is wrong\n' })
    const other = await runHere(['batch', 'list', '--as', 'admin', '--session-file', file, ...desk.place])
    expect(other).toEqual({ code: 2, stdout: '', stderr: `${file} is the session of zhao. Name another file with --session-file.\n` })
    await writeFile(file, 'nonsense')
    expect(await list(last, '--session-file', file)).toEqual({
      code: 2,
      stdout: '',
      stderr: `${file} is no session file. Delete it, or name another with --session-file.\n`,
    })
    await rm(file)
  })

  it('is asked for again five minutes later where people and roles are changed', async () => {
    const session = join(desk.environment.folder, 'stale.session')
    const { code } = await add('sun')
    await using opened = await openDesk({ database: desk.environment.database.url, folder: desk.environment.folder })
    const sun = (await opened.staff.list(machineOperator)).find(({ name }) => name === 'sun')
    await opened.staff.setGrants(machineOperator, { staff_id: sun?.staff_id ?? '', grants: [{ brand_id: '*', role: 'admin' }] })
    expect(await runHere(['desk', 'sign-in', ...as('sun', code(-1)), '--session-file', session])).toMatchObject({ code: 0 })
    await desk.environment.database.rows('update sessions set second_factor_time = second_factor_time - 301')
    const invite = (...args: string[]) =>
      runHere(['desk', 'staff', 'invite', 'zhou', '--role', 'viewer', '--session-file', session, ...args, ...desk.place])
    expect(await invite()).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The last code of the second factor was given more than 5 minutes ago. Run the command again with --totp CODE.\n',
    })
    expect(await invite('--totp', code(0))).toMatchObject({ code: 0 })
  })
})
