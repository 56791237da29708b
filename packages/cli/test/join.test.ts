import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '@card-member/desk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDesk } from '../../desk/src/index.ts'
import { type CommandDesk, openCommandDesk } from './desk-fixture.ts'
import { runHere } from './in-process.ts'

let desk: CommandDesk
beforeAll(async () => {
  desk = await openCommandDesk({}, 'admin', 'clerk')
})
afterAll(() => desk[Symbol.asyncDispose]())

const codes = new Map<string, string>()

/** Joins as a script does; what the authenticator would hold goes to a file. */
function joinAs(link: string, name: string, ...more: string[]) {
  const otpauth = join(desk.environment.folder, `${name}.otpauth`)
  return runHere(['desk', 'join', link, '--password-file', desk.passwordFile, '--otpauth-file', otpauth, ...codeFor(link), ...more])
}

function codeFor(link: string): string[] {
  const code = codes.get(link)
  return code === undefined ? [] : ['--join-code', code]
}

async function invite(name: string, ...more: string[]): Promise<string> {
  const { code, stdout, stderr } = await desk.run('admin', 'desk', 'staff', 'invite', name, ...more)
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(new RegExp(`^${name} is invited\\. `)) })
  const [, change = ''] = /card-member desk changes confirm (\S+) /.exec(stderr) ?? []
  const { told } = await desk.json('second', 'desk', 'changes', 'confirm', change)
  codes.set(stdout.trim(), String(told.join_code))
  return stdout.trim()
}

const over = { code: 1, stdout: '', stderr: 'This link does not work: ask an administrator for another invitation\n' }

describe('card-member desk staff invite and desk join', () => {
  it('make an account by a link, on the database that is named', async () => {
    const link = await invite('wang', '--role', 'author,viewer', '--brand', '1004', '--public-url', 'https://desk.example.com')
    expect(link).toMatch(/^https:\/\/desk\.example\.com\/join#[\w-]{43}$/)
    expect(await joinAs(link, 'wang', ...desk.place)).toEqual({ code: 0, stdout: 'You have joined the desk as wang.\n', stderr: '' })
    const file = join(desk.environment.folder, 'wang.otpauth')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const uri = await readFile(file, 'utf8')
    expect(uri).toMatch(/^otpauth:\/\/totp\/card-member:wang\?issuer=card-member&secret=[A-Z2-7]{52}&\S*\n$/)
    const as = ['--as', 'wang', '--password-file', desk.passwordFile, '--totp', codeOf(uri, Date.now() + 30_000), ...desk.place]
    expect(await runHere(['batch', 'list', ...as])).toMatchObject({ code: 0 })
    expect(await joinAs(link, 'again', ...desk.place)).toEqual(over)
    expect(await joinAs(`https://desk.example.com/join#${'x'.repeat(43)}`, 'never', ...desk.place)).toEqual(over)
    const invitations = await desk.json('admin', 'desk', 'staff', 'invitations')
    expect(invitations.told.data).toEqual([expect.objectContaining({ name: 'wang', state: 'used', renewal: false })])
  })

  it('make it over HTTP where no database is named, with nothing but the link', async () => {
    await using server = await startDesk({ database: desk.environment.database.url, folder: desk.environment.folder })
    const link = await invite('li', '--role', 'clerk', '--public-url', server.url)
    const { code, stdout } = await joinAs(link, 'li', '--json')
    expect({ code, told: JSON.parse(stdout) }).toEqual({ code: 0, told: { staff_id: expect.any(String), name: 'li' } })
    expect(await joinAs(link, 'li')).toEqual(over)
    expect(await joinAs(link, 'li', '--lang', 'zh-CN')).toMatchObject({ stderr: '此链接无效；请管理员重新邀请\n' })
    await server.close()
    expect(await joinAs(link, 'li')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The desk at \S+ does not answer \(/) })
  })

  it('give somebody who lost their second factor another one, with the roles they had', async () => {
    const link = await invite('clerk')
    const { told } = await desk.json('admin', 'desk', 'staff', 'invitations')
    expect(told.data.find(({ name }) => name === 'clerk')).toMatchObject({ renewal: true, state: 'open' })
    expect(await joinAs(link, 'clerk', ...desk.place)).toMatchObject({ code: 0 })
    expect(await desk.run('clerk', 'batch', 'list')).toMatchObject({ code: 1, stderr: 'Name, password or second factor is wrong\n' })
  })

  it('say what is wrong in one line', async () => {
    const refusals: [string[], number, string][] = [
      [['nobody'], 2, 'There is no account named nobody. To invite somebody new, give their roles with --role.\n'],
      [
        ['clerk', '--role', 'viewer'],
        1,
        'clerk has an account. For a lost second factor leave out --role and --brand; to change roles use grant.\n',
      ],
      [
        ['x', '--role', 'boss'],
        2,
        '--role: there is no role boss. The roles are viewer, clerk, author, approver, manager, auditor, admin.\n',
      ],
      [['admin'], 1, 'Nobody does this to their own account: ask another administrator\n'],
    ]
    for (const [args, code, stderr] of refusals)
      expect(await desk.run('admin', 'desk', 'staff', 'invite', ...args)).toEqual({ code, stdout: '', stderr })
    await invite('zhao', '--role', 'viewer')
    const again = await desk.run('admin', 'desk', 'staff', 'invite', 'zhao', '--role', 'viewer')
    expect(again).toEqual({ code: 1, stdout: '', stderr: 'An invitation for this name is not used yet: stop it first\n' })
    const { told } = await desk.json('admin', 'desk', 'staff', 'invitations')
    const id = String(told.data.find(({ name }) => name === 'zhao')?.invitation_id)
    const stop = () => desk.run('admin', 'desk', 'staff', 'stop-invitation', id)
    expect(await stop()).toEqual({ code: 0, stdout: 'The invitation is stopped.\n', stderr: '' })
    expect(await stop()).toEqual({ code: 1, stdout: '', stderr: 'There is no such invitation, or it was used or stopped\n' })
    const link = `https://desk.example.com/join#${'x'.repeat(43)}`
    expect(await runHere(['desk', 'join', link, ...desk.place])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'This is no terminal, so nobody can be asked. For scripts give --password-file FILE --otpauth-file FILE.\n',
    })
    for (const typed of ['nonsense', 'https://desk.example.com/join', 'x#short'])
      expect(await joinAs(typed, 'x', ...desk.place)).toEqual({
        code: 2,
        stdout: '',
        stderr: 'The link must be the whole link of the invitation, such as https://desk.example.com/join#…\n',
      })
  })
})
