import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { roles } from '@card-member/desk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start } from './command-fixture.ts'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'
import { runHere } from './in-process.ts'

let desk: CommandDesk
beforeAll(async () => {
  desk = await openCommandDesk({}, 'admin', 'auditor', 'author')
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('card-member desk', () => {
  it('prints one line when it accepts calls, the first link apart from it, and ends with 0 at SIGTERM', async () => {
    const database = `sqlite:${join(desk.environment.folder, 'served/desk.db')}`
    const running = start(['desk', '--port', '0', '--database', database, '--connections', desk.environment.connections])
    const line = await running.line(/./)
    expect(line).toMatch(/^desk ready http:\/\/127\.0\.0\.1:\d+$/)
    const url = line.replace('desk ready ', '')
    const told = await running.line(/^There are no staff/, 'stderr')
    expect(told).toMatch(new RegExp(`^There are no staff yet\\. .* ${url}/join#[\\w-]{43}$`))
    const link = told.split(' ').at(-1) ?? ''
    expect((await fetch(`${url}/api/session`)).status).toBe(401)
    // The link opens as a page; the command that is printed does the same without a browser.
    const opened = await fetch(link, { headers: { accept: 'text/html' } })
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const command = await running.line(/desk join/, 'stderr')
    const [, pasted = ''] = /: npx card-member (.*)$/.exec(command) ?? []
    expect(pasted).toBe(`desk join '${link}' --database ${database}`)
    const otpauth = join(desk.environment.folder, 'first.otpauth')
    const script = ['--name', 'root', '--password-file', desk.passwordFile, '--otpauth-file', otpauth]
    const joined = await runHere([...pasted.replaceAll("'", '').split(' '), ...script])
    expect(joined).toEqual({ code: 0, stdout: 'You have joined the desk as root.\n', stderr: '' })
    const { code, stdout } = await running.stop()
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${line}\n` })
  })

  it.each([
    {
      what: 'a database of no known kind',
      args: ['--database', 'mysql://x'],
      code: 2,
      line: /^--database must be sqlite:FILE or postgres:/,
    },
    {
      what: 'a connections file that is none',
      args: ['--connections', 'none.json'],
      code: 1,
      line: /^the connections file none\.json: it does not exist; check the path$/,
    },
    {
      what: 'an OpenID Connect file that is not there',
      args: ['--oidc', 'none.json'],
      code: 1,
      line: /^none\.json does not exist\. Check the path\.$/,
    },
  ])('does not start with $what, and says so in one line', async ({ args, code, line }) => {
    const ran = await runHere(['desk', '--port', '0', '--database', `sqlite:${join(desk.environment.folder, 'other.db')}`, ...args])
    expect(ran).toEqual({ code, stdout: '', stderr: expect.stringMatching(new RegExp(`${line.source.replace(/\$$/, '')}.*\n$`)) })
  })

  it.each<[string, string, (path: string) => string]>([
    ['a list that is none', '{}', (path) => `连接文件 ${path}：内容须为一个 JSON 数组`],
    ['a text that is no JSON', '[{ name: }]', (path) => `连接文件 ${path}：内容不是 JSON`],
    [
      'wrong fields',
      '[{ "name": "", "brands": ["1004", "a b"] }]',
      (path) => `${path} 第 1 项：name 不能为空；brands[1] 含有不允许的字符或格式，应符合 ^[0-9A-Za-z_-]*$`,
    ],
    [
      'an unknown field',
      '[{ "name": "main", "credential_file": "c.json", "brand": "1004" }]',
      (path) => `${path} 第 1 项：未知字段 brand；可用字段：name、credential_file、brands、per_second、sandbox、sandbox_token_file`,
    ],
    [
      'a credential that is not there',
      '[{ "name": "main", "credential_file": "/nowhere/c.json" }]',
      (path) => `${path} 第 1 项：/nowhere/c.json 不存在，请检查路径。`,
    ],
  ])('says a mistake in the connections file in Chinese where the machine speaks it: %s', async (_what, content, words) => {
    const path = join(desk.environment.folder, 'connections-wrong.json')
    await writeFile(path, content)
    const args = ['desk', '--port', '0', '--database', `sqlite:${join(desk.environment.folder, 'wrong.db')}`, '--connections', path]
    const { ended } = start(args, { env: { LC_ALL: '', LANG: 'zh_CN.UTF-8' } })
    expect(await ended).toEqual({ code: 1, stdout: '', stderr: `${words(path)}\n` })
  })

  it('says that a port is taken', async () => {
    const { port } = new URL(desk.environment.platform.url)
    expect(await runHere(['desk', '--port', port, ...desk.place])).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${port} is taken. Stop the program that uses it, or choose another with --port.\n`,
    })
  })
})

describe('card-member desk staff add', () => {
  const add = (...args: string[]) => runHere(['desk', 'staff', 'add', ...args, ...desk.place])

  it('prints the otpauth URI alone on standard output, this once, and no password', async () => {
    const { code, stdout, stderr } = await add(
      'wang',
      '--role',
      'author,viewer',
      '--brand',
      '1004',
      '1005',
      '--password-file',
      desk.passwordFile,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^otpauth:\/\/totp\/card-member:wang\?issuer=card-member&secret=[A-Z2-7]+&\S*\n$/)
    expect(stderr).toBe('wang was added. Give them this URI for their authenticator app; it is not shown again:\n')
    const grants = await desk.environment.database.rows(
      "select brand_id, role from grants join staff on staff.id = staff_id where name = 'wang' order by brand_id, role",
    )
    const expected = ['1004', '1005'].flatMap((brand) => ['author', 'viewer'].map((role) => ({ brand_id: brand, role })))
    expect(grants.map((row) => ({ ...row }))).toEqual(expected)
  })

  it('prints one object with --json, in Chinese too', async () => {
    const { stdout, stderr } = await add('李四', '--role', 'clerk', '--password-file', desk.passwordFile, '--json', '--lang', 'zh-CN')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({ staff_id: expect.any(String), name: '李四', otpauth_uri: expect.stringMatching(/^otpauth:/) })
  })

  it('takes a sign-in name for the provider of OpenID Connect, and says when it is had already', async () => {
    const name = ['--sign-in-name', 'Li@Example.com', '--password-file', desk.passwordFile]
    expect((await add('li.lei', '--role', 'clerk', ...name)).code).toBe(0)
    const rows = await desk.environment.database.rows("select sign_in_name from staff where name = 'li.lei'")
    expect(rows.map((row) => ({ ...row }))).toEqual([{ sign_in_name: 'li@example.com' }])
    const again = await add('hanmeimei', '--role', 'clerk', ...name)
    expect(again).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('The name or the sign-in name is taken') })
  })

  it('names every role in its help', async () => {
    const { stdout } = await runHere(['desk', 'staff', 'add', '--help'])
    for (const role of Object.keys(roles)) expect(stdout).toContain(role)
  })

  it('refuses what it cannot do in one line', async () => {
    const known = Object.keys(roles).join(', ')
    expect(await add('x', '--role', 'boss', '--password-file', desk.passwordFile)).toEqual({
      code: 2,
      stdout: '',
      stderr: `--role: there is no role boss. The roles are ${known}.\n`,
    })
    expect(await add('x', '--role', 'clerk')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'This is no terminal, so nobody can be asked. For scripts give --password-file FILE.\n',
    })
    expect(await add('author', '--role', 'clerk', '--password-file', desk.passwordFile)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The name or the sign-in name is taken\n',
    })
  })
})

describe('who gives a command', () => {
  it('must be known, and nothing that was given is repeated', async () => {
    const args = ['batch', 'list', '--as', 'author', ...desk.place]
    expect(await runHere(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'This is no terminal, so nobody can be asked. For scripts give --password-file FILE --totp CODE.\n',
    })
    expect(await runHere([...args, '--password-file', desk.passwordFile, '--totp', '12'])).toMatchObject({ code: 2 })
    const wrong = await runHere([...args, '--password-file', desk.passwordFile, '--totp', '000000'])
    expect(wrong).toEqual({ code: 1, stdout: '', stderr: 'Name, password or second factor is wrong\n' })
    expect(await runHere(['batch', 'list', ...desk.place])).toMatchObject({ code: 2 })
  })

  it('is told that there is no desk, and none is made', async () => {
    const file = join(desk.environment.folder, 'none.db')
    const { code, stderr } = await runHere(['batch', 'list', '--as', 'x', '--database', `sqlite:${file}`])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^There is no desk at .*none\.db\. /) })
    await expect(stat(file)).rejects.toThrow('ENOENT')
  })
})

describe('card-member desk settings', () => {
  it('shows and changes them by JSON values', async () => {
    const settings = (name: string, ...args: string[]) => desk.run(name, 'desk', 'settings', '--brand', brand_id, ...args)
    expect((await settings('author')).stdout).toMatch(/canary_rows +10\n/)
    expect(await settings('author', '--set', 'canary_rows=5')).toMatchObject({ code: 1, stdout: '' })
    const set = ['--set', 'canary_rows=20', '--set', 'allowed_hours={"from":"09:00","to":"18:00"}']
    const { code, told } = await desk.json('admin', 'desk', 'settings', '--brand', brand_id, ...set)
    const allowed_hours = { from: '09:00', to: '18:00' }
    const pending = { kind: 'settings', brand_id, value: { brand_id, change: { canary_rows: 20 } } }
    expect({ code, told }).toMatchObject({ code: 0, told: { brand_id, canary_rows: 10, allowed_hours, pending } })
    expect(await settings('admin', '--set', 'retention_days=1')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The value of a setting is wrong \(field: retention_days; /),
    })
    expect(await settings('admin', '--set', 'colour=1')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no setting colour\. The settings are /),
    })
    expect(await settings('admin', '--set', 'canary_rows=many')).toMatchObject({ code: 2 })
    const changes = (...args: string[]) => desk.run('admin', 'desk', 'changes', ...args)
    const change_id = told.pending?.change_id ?? ''
    expect((await changes('list')).stdout).toMatch(new RegExp(`^ *${change_id} .*canary_rows: 10 → 20\n.*, by admin\n.*waits for`))
    await changes('stop', change_id)
    expect((await changes('list', '--state', 'decided', '--brand', brand_id)).stdout).toMatch(
      new RegExp(`^ *${change_id} .*canary_rows: 10 → 20\n.*, by admin\nwithdrawn by admin at 20`),
    )
    expect((await changes('list', '--state', 'expired')).stdout).toBe('There are no such changes.\n')
    expect(await changes('list', '--state', 'open')).toMatchObject({ code: 2 })
  })
})

describe('card-member desk purge', () => {
  it('is for administrators', async () => {
    expect(await desk.run('auditor', 'desk', 'purge')).toMatchObject({ code: 1, stdout: '' })
    const { code, told } = await desk.json('admin', 'desk', 'purge')
    expect({ code, told }).toEqual({ code: 0, told: { data: expect.any(Array) } })
  })
})

describe('an OpenID Connect file', () => {
  const right = { issuer: 'https://id.example.com', client_id: 'desk' }

  it.each([
    [[], 'must hold one JSON object.'],
    [{ client_id: 'desk' }, 'issuer must be the https:// address that'],
    [{ ...right, issuer: 'http://id.example.com' }, 'http:// serves only on this machine.'],
    [{ issuer: right.issuer }, 'client_id must be a text that is not empty.'],
    [{ ...right, client_secret: '' }, 'client_secret must be a text that is not empty.'],
    [{ ...right, claim: 1 }, 'claim must be a text that is not empty.'],
    [
      { ...right, match: 'email' },
      'there is no field match. The fields are issuer, client_id, client_secret, claim, token_endpoint_auth_method.',
    ],
    [
      { ...right, client_secret: 's', token_endpoint_auth_method: 'private_key_jwt' },
      'must be one of client_secret_basic, client_secret_post, none;',
    ],
    [{ ...right, token_endpoint_auth_method: 'client_secret_post' }, 'all but none need client_secret.'],
  ])('names the field that is wrong: %j', async (content, told) => {
    const path = join(desk.environment.folder, 'oidc.json')
    await writeFile(path, JSON.stringify(content))
    const { code, stderr } = await runHere(['desk', '--oidc', path, ...desk.place])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) })
  })
})
