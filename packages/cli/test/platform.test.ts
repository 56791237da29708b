import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { CardMember } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run, start } from './command-fixture.ts'
import { runHere } from './in-process.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

let rehearsal: Rehearsal
beforeAll(async () => {
  rehearsal = await rehearse()
})
afterAll(() => rehearsal[Symbol.asyncDispose]())

const argumentsFor = (...more: string[]) => ['platform', '--tenants', join(rehearsal.folder, 'tenants.json'), ...more]
const databaseIn = (name: string) => `sqlite:${join(rehearsal.folder, name)}`

describe('card-member platform', () => {
  it('prints one line when it accepts calls, answers, and ends with 0 at SIGTERM', async () => {
    const platform = start(argumentsFor('--port', '0', '--database', databaseIn('one/platform.db')))
    const line = await platform.line(/./)
    expect(line).toMatch(/^platform ready http:\/\/127\.0\.0\.1:\d+$/)
    const answer = await fetch(`${line.replace('platform ready ', '')}/readyz`)
    expect(await answer.json()).toEqual({ status: 'ok' })
    const { code, stdout, stderr } = await platform.stop()
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${line}\n` })
    expect(JSON.parse(stderr)).toMatchObject({ level: 'info', signal: 'SIGTERM', msg: 'stopping' })
  })

  it('answers its controls at the name that --public-url gives, such as that of a container, and begins the addresses of images with it', async () => {
    const more = ['--public-url', 'http://card-member:8080', '--host', '0.0.0.0', '--sandbox', '--sandbox-token', 'secret']
    const platform = start(argumentsFor('--port', '0', '--database', databaseIn('named.db'), ...more))
    const port = Number((await platform.line(/ready/)).split(':').at(-1))
    const ask = async (host: string) => {
      const headers = { host, authorization: 'Bearer secret' }
      const asked = request({ host: '127.0.0.1', port, path: '/_sandbox/', headers }).end()
      const [answer] = await once(asked, 'response')
      answer.resume()
      return answer.statusCode
    }
    expect([await ask('card-member:8080'), await ask('10.0.0.8:8080'), await ask('evil.example')]).toEqual([200, 200, 403])
    expect(await (await fetch(`http://127.0.0.1:${port}/docs/openapi.json`)).json()).toMatchObject({
      servers: [{ url: 'http://card-member:8080' }, {}, {}],
    })
    await platform.stop()
  })

  it.each(['cards.example.com', 'ftp://cards.example.com', 'https://cards.example.com/pay', 'https://a@b.example', 'https://'])(
    'refuses --public-url %s, which is not scheme and host alone',
    async (url) => {
      for (const command of [argumentsFor('--public-url', url), ['desk', '--public-url', url]]) {
        const { code, stderr } = await runHere(command)
        expect(code).toBe(2)
        expect(stderr).toContain('--public-url must be http:// or https:// and a host, without a path, such as https://cards.example.com.')
      }
    },
  )

  it('reads its tenants again at SIGHUP, and keeps the old ones when there is a mistake in the new', async () => {
    const tenants = join(rehearsal.folder, 'tenants-to-change.json')
    const content = JSON.parse(await readFile(join(rehearsal.folder, 'tenants.json'), 'utf8'))
    await writeFile(tenants, JSON.stringify({ ...content, merchants: [] }))
    // Beside the keys of the rehearsal's own platform.
    const platform = start(['platform', '--tenants', tenants, '--port', '0', '--database', databaseIn('sighup.db')])
    const base_url = (await platform.line(/ready/)).replace('platform ready ', '')
    const credential = await readCredential(rehearsal.credential)
    await using api = new CardMember({ ...credential, base_url }, { rate_limit: false })
    const read = () => api.cards.list({ brand_id: '1004' }).then(({ total_count }) => total_count)
    await expect(read()).rejects.toMatchObject({ status: 401, code: 'SIGN_ERROR' })

    await writeFile(tenants, JSON.stringify(content))
    platform.signal('SIGHUP')
    await platform.line(/"tenants reloaded"/, 'stderr')
    expect(await read()).toBe(0)

    await writeFile(tenants, '{')
    platform.signal('SIGHUP')
    await platform.line(/"tenants not reloaded; the ones in force stay"/, 'stderr')
    expect(await read()).toBe(0)
    expect(await platform.stop()).toMatchObject({ code: 0 })
  })

  it('says a mistake in the tenants file in one line and ends with 1', async () => {
    const tenants = join(rehearsal.folder, 'tenants-wrong.json')
    await writeFile(tenants, JSON.stringify({ merchants: [{ mchid: '1900000001', brands: ['7'] }], brands: [] }))
    expect(await runHere(['platform', '--tenants', tenants, '--database', databaseIn('wrong.db')])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${tenants}: merchants[0].brands names the brand 7, which is not under brands\n`,
    })
  })

  it.each([
    [
      'a brand that is not there',
      { merchants: [{ mchid: '1900000001', brands: ['7'] }], brands: [] },
      '：merchants[0].brands 中的品牌 7 不在 brands 中，请先在 brands 中添加该品牌',
    ],
    ['fields that are missing or unknown', { merchants: [], brand: [] }, '：brands 必填；内容含有未知字段：brand'],
    [
      'a file that is not there',
      { merchants: [{ mchid: '1900000001', serial_no: 'AB', public_key_file: 'none.pem', brands: [] }], brands: [] },
      '：merchants[0].public_key_file "none.pem" 不存在，请检查路径。',
    ],
    [
      'half a key of the platform',
      { merchants: [], brands: [], platform: { key_id: 'PUB_KEY_ID_1' } },
      '：platform.private_key_file 未填写：key_id 与 private_key_file 须同时填写，或都不填',
    ],
  ])('says a mistake in the tenants file in Chinese where the machine speaks it: %s', async (_what, content, words) => {
    const tenants = join(rehearsal.folder, 'tenants-wrong.json')
    await writeFile(tenants, JSON.stringify(content))
    const env = { LC_ALL: '', LANG: 'zh_CN.UTF-8' }
    expect(await runHere(['platform', '--tenants', tenants, '--database', databaseIn('wrong.db')], env)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${tenants}${words}\n`,
    })
  })

  it('says that a port is taken', async () => {
    const port = new URL(rehearsal.platform.url).port
    expect(await run(argumentsFor('--port', port, '--database', databaseIn('taken.db')))).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${port} is taken. Stop the program that uses it, or choose another with --port.\n`,
    })
  })

  it.each([
    {
      what: 'a database of no known kind',
      args: ['--database', 'mysql://root:secret@localhost/x'],
      stderr: '--database must be sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/NAME.\n',
    },
    {
      what: 'a port that is none',
      args: ['--port', '99999'],
      stderr:
        "option '--port <n>' argument '99999' is invalid. --port must be a number from 0 to 65535.\nSee: card-member platform --help\n",
    },
  ])('refuses $what as bad usage', async ({ args, stderr }) => {
    expect(await runHere(argumentsFor(...args))).toEqual({ code: 2, stdout: '', stderr })
  })

  it('says in one line that a database cannot be reached', async () => {
    const { code, stdout, stderr } = await run(argumentsFor('--port', '0', '--database', 'postgres://nobody@127.0.0.1:9/none'), {
      cwd: rehearsal.folder,
    })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^The platform did not start: .*\n$/)
  })
})
