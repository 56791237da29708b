import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withoutPassword } from '../../service/src/database/url.ts'
import { run, start } from './command-fixture.ts'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'
import { runHere } from './in-process.ts'

const wrong = 'Not-The-Password'

// The server asks for a password, so that what gets in has given the right one.
describe('the URL of a PostgreSQL', () => {
  let desk: CommandDesk
  let url: URL
  let password: string
  beforeAll(async () => {
    desk = await openCommandDesk({ kind: 'postgres' }, 'author')
    url = new URL(desk.environment.database.url)
    password = url.password
  })
  afterAll(() => desk[Symbol.asyncDispose]())

  const folder = () => ['--folder', desk.environment.folder]
  const addStaff = (name: string) => ['desk', 'staff', 'add', name, '--role', 'viewer', '--password-file', desk.passwordFile, ...folder()]
  /** Arguments of somebody's that name the database by a file. */
  const byFile = (name: string, file: string) => [
    ...desk.as(name).filter((word) => !desk.place.includes(word)),
    ...['--database-file', file],
    ...folder(),
  ]
  async function written(name: string, text: string, mode = 0o600): Promise<string> {
    const path = join(desk.environment.folder, name)
    await writeFile(path, text)
    await chmod(path, mode)
    return path
  }
  const bare = () => withoutPassword(url.href)

  it('is read from a file, and the commands that come next name that file', async () => {
    const file = await written('desk url', `\ufeff${url.href}\r\n`)
    const listed = await runHere(['batch', 'list', ...byFile('author', file), '--json'])
    expect(listed).toMatchObject({ code: 0, stdout: '{"data":[],"total_count":0}\n' })
    const path = await desk.file(await desk.environment.importCards(1))
    const { stdout, stderr } = await runHere(['batch', 'prepare', path, '--brand', brand_id, ...byFile('author', file)])
    expect(stdout + stderr).toMatch(
      /card-member batch check batch-\S+ --database-file '.*\/desk url' --folder \S+ --connections \S+ --as author\n/,
    )
    expect(stdout + stderr).not.toContain(password)
  })

  it('is shown without its password, wherever that stands in it', async () => {
    const inQuery = new URL(bare())
    inQuery.searchParams.set('password', password)
    for (const text of [url.href, inQuery.href]) {
      const { stdout, stderr } = await runHere([
        'batch',
        'list',
        ...desk.as('author').filter((word) => !desk.place.includes(word)),
        ...['--database', text],
        ...folder(),
      ])
      const checked = await runHere([
        'desk',
        'staff',
        'add',
        `by-${text.length}`,
        '--role',
        'viewer',
        '--password-file',
        desk.passwordFile,
        '--database',
        text,
        ...folder(),
      ])
      expect(checked.code).toBe(0)
      expect(stdout + stderr + checked.stdout + checked.stderr).not.toContain(password)
    }
  })

  it('needs no password in it: PGPASSWORD or a file that PGPASSFILE names has it', async () => {
    const passfile = await written('passfile', `${url.hostname}:${url.port}:*:${url.username}:${password}\n`)
    const database = ['--database', bare()]
    expect(await run([...addStaff('by-word'), ...database], { env: { PGPASSWORD: password } })).toMatchObject({ code: 0 })
    expect(await run([...addStaff('by-file'), ...database], { env: { PGPASSFILE: passfile } })).toMatchObject({ code: 0 })
    const [refused, none] = await Promise.all([
      run([...addStaff('refused'), ...database], { env: { PGPASSWORD: wrong } }),
      run([...addStaff('refused'), ...database]),
    ])
    expect(refused).toEqual({ code: 1, stdout: '', stderr: 'The desk did not open: password authentication failed for user "postgres"\n' })
    expect(none).toMatchObject({ code: 1, stdout: '' })
  })

  it('with a wrong password is refused without the password', async () => {
    const refused = new URL(url)
    refused.password = wrong
    const file = await written('wrong', refused.href)
    for (const place of [
      ['--database', refused.href],
      ['--database-file', file],
    ]) {
      const ran = await runHere([...addStaff('refused'), ...place])
      expect(ran).toEqual({ code: 1, stdout: '', stderr: 'The desk did not open: password authentication failed for user "postgres"\n' })
    }
  })

  it('is in no argument of a server that reads it from a file, and not in its log or its readiness', async () => {
    const file = await written('serve', url.href)
    const running = start(['desk', '--port', '0', '--database-file', file, ...folder()])
    const address = (await running.line(/^desk ready /)).replace('desk ready ', '')
    const ready = await fetch(`${address}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([200, '{"status":"ok"}'])
    await desk.environment.database.rows(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await running.line(/database connection lost/, 'stderr')
    const { stdout, stderr } = await running.stop()
    expect(stdout + stderr).not.toContain(password)
  })

  it('is read from a file by a platform too', async () => {
    const file = await written('platform', 'postgres://u:a/b@127.0.0.1/n')
    const { code, stderr } = await runHere(['platform', '--tenants', 'tenants.json', '--database-file', file])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${file} is a URL that cannot be read. In a user or a password write / as %2F, ? as %3F, # as %23, @ as %40, : as %3A and % as %25.\n`,
    })
  })

  it.each([
    { what: 'that is not there', text: undefined, code: 1, line: /^.*none does not exist\. Check the path\.$/ },
    { what: 'that is empty', text: '\n', code: 1, line: /^.*empty.*$/ },
    { what: 'of two lines', text: 'sqlite:a\nsqlite:b\n', code: 1, line: /line/ },
    {
      what: 'that holds no URL',
      text: 'secret-word\n',
      code: 2,
      line: /^.*holds must be sqlite:FILE or postgres:\/\/USER:PASSWORD@HOST:PORT\/NAME\.$/,
    },
  ])('in a file $what is told by the name of the file', async ({ text, code, line }) => {
    const file = text === undefined ? join(desk.environment.folder, 'none') : await written('holds', text)
    const ran = await runHere(['desk', ...folder(), '--database-file', file])
    expect(ran.code).toBe(code)
    expect(ran.stderr.trim()).toMatch(line)
    expect(ran.stderr).not.toContain('secret-word')
  })

  it('is given once: as an option or by a file', async () => {
    const file = await written('twice', url.href)
    const both = ['--database', 'sqlite:./data/desk.db', '--database-file', file]
    for (const command of [['desk'], ['batch', 'list', '--as', 'author'], ['platform', '--tenants', 'tenants.json']]) {
      const { code, stderr } = await runHere([...command, ...both])
      expect(code).toBe(2)
      expect(stderr).toMatch(/^option '--database-file <file>' cannot be used with option '--database <url>'\n/)
      const chinese = await runHere([...command, ...both, '--lang', 'zh-CN'])
      expect(chinese.stderr).toMatch(/^选项 --database-file <file> 不能与 --database <url> 同时使用\n/)
    }
  })
})
