import { codeOf, machineOperator, openDesk } from '@card-member/desk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestPasskey } from '../../desk/test/fixtures/passkey.ts'
import { type CommandDesk, openCommandDesk } from './desk-fixture.ts'
import { runHere } from './in-process.ts'

const password = 'correct horse battery'
const public_url = 'https://desk.example.com'
let desk: CommandDesk
beforeAll(async () => {
  desk = await openCommandDesk({})
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('card-member desk passkeys', () => {
  it('lists those of whoever signs in, and removes one', async () => {
    const { database, folder } = desk.environment
    await using opened = await openDesk({ database: database.url, folder, public_url })
    const { otpauth_uri } = await opened.staff.add(machineOperator, { name: 'wang', password, grants: [] })
    const session = `${folder}/wang.session`
    const as = ['--as', 'wang', '--password-file', desk.passwordFile, '--session-file', session, ...desk.place]
    const run = (...args: string[]) => runHere(['desk', 'passkeys', ...args, ...as])
    // Of this step and the next one, so that a slow machine is not too late for them.
    const [first, second] = [0, 30_000].map((later) => codeOf(otpauth_uri, Date.now() + later))
    expect(await run('list', '--totp', first ?? '')).toEqual({ code: 0, stdout: 'There are no passkeys.\n', stderr: '' })
    const { token, actor } = await opened.sessions.open({ name: 'wang', password, totp: second ?? '' })
    const passkey = new TestPasskey(public_url)
    const { options } = await opened.account.startPasskey(actor, { token })
    const added = await opened.account.addPasskey(actor, { token, name: 'till 3', credential: passkey.create(options) })
    expect(await run('list')).toEqual({
      code: 0,
      stdout: `  ${passkey.id}  till 3  added ${added.create_time}, never used\n`,
      stderr: '',
    })
    const { stdout } = await run('list', '--json')
    expect(JSON.parse(stdout)).toEqual({ data: [added] })
    expect(await run('remove', 'none', '--totp', first ?? '')).toMatchObject({
      code: 1,
      stderr: 'There is no such passkey, or it was removed\n',
    })
    expect(await run('remove', passkey.id)).toEqual({ code: 0, stdout: 'The passkey is removed.\n', stderr: '' })
    expect(await run('list', '--lang', 'zh-CN')).toEqual({ code: 0, stdout: '没有通行密钥。\n', stderr: '' })
  })
})
