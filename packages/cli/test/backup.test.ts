import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { machineOperator, openDesk, startDesk } from '@card-member/desk'
import { startPlatform } from '@card-member/platform'
import { CardMember } from '@card-member/sdk'
import { readCredential } from '@card-member/sdk/node'
import { makeLog } from '@card-member/service/log'
import { generateSync } from 'otplib'
import { Client } from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { startPostgres } from '../../../test/postgres-server.ts'
import { systemProgram } from '../../../test/system-program.ts'
import { systemPrograms } from '../../../test/system-programs.ts'
import { brand_id, demoTemplate } from '../src/demo/content.ts'
import { demoTenant, writeCaller } from '../src/demo/tenant.ts'
import { blocksOf, pathOf } from './guide-page.ts'
import { runHere } from './in-process.ts'

const log = makeLog({ level: 'silent' })
const password = 'correct horse battery'

// The blocks of the guide, told apart by what only one database has.
const blocks = blocksOf('docs/install.md').flatMap(({ code }) => (/^BACKUP=/.test(code) && !code.includes('docker') ? [code] : []))
const blockWith = (...words: readonly string[]) => blocks.find((code) => words.every((word) => code.includes(word))) ?? 'false'
const guide = {
  sqlite: { backup: blockWith('vacuum into'), restore: blockWith('cp "$BACKUP') },
  postgres: { backup: blockWith('pg_dump'), restore: blockWith('pg_restore') },
} as const

/** The programs of a server of Debian: those of npm have no pg_dump, and pg_dump wants to be as new as the server. */
function programsOfDebian(): string {
  const newest = () =>
    globSync('/usr/lib/postgresql/*/bin/pg_dump')
      .filter((path) => existsSync(join(dirname(path), 'postgres')))
      .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1)
  if (newest() === undefined) systemProgram(systemPrograms.postgresql)
  return dirname(newest() ?? '')
}

describe.each(['sqlite', 'postgres'] as const)('a backup as the guide makes it, on %s', (kind) => {
  const machine = mkdtempSync(join(tmpdir(), 'card-member-backup-'))
  const at = (path: string) => join(machine, path)
  afterAll(() => rmSync(machine, { recursive: true, force: true }))

  it('brings back data and keys of a platform and a desk that were running, and nothing that came later', async () => {
    for (const folder of ['etc/card-member', 'var/lib/card-member/platform', 'var/lib/card-member/desk', 'var/backups/card-member', 'bin'])
      mkdirSync(at(folder), { recursive: true })
    await using stack = new AsyncDisposableStack()
    const { urls, env } = kind === 'sqlite' ? sqlite(at) : await postgres(stack)
    // Whoever runs the test is who may read the databases.
    writeFileSync(at('bin/runuser'), '#!/bin/bash\nshift 3\nexec "$@"\n', { mode: 0o755 })
    const follow = (code: string) => {
      const here = code.replaceAll(/\/(?=(etc|var\/lib|var\/backups)\/card-member)/g, `${machine}/`)
      // biome-ignore lint/style/noProcessEnv: node and tar are found by the path
      const path = [at('bin'), pathOf('node_modules/.bin'), ...(env.PATH === undefined ? [] : [env.PATH]), process.env.PATH].join(':')
      execFileSync('bash', ['-eu', '-o', 'pipefail', '-c', here], { env: { ...env, PATH: path }, stdio: ['ignore', 'ignore', 'pipe'] })
    }

    const settings = at('etc/card-member')
    const tenant = await demoTenant(settings)
    const connections = join(settings, 'connections.json')
    const start = async () => {
      const platform = await startPlatform({
        tenants: tenant.tenants,
        database: urls.platform,
        folder: at('var/lib/card-member/platform'),
        log,
      })
      const { credential } = await writeCaller(tenant, platform)
      copyFileSync(at('var/lib/card-member/platform/wechatpay_pub.pem'), join(settings, 'wechatpay_pub.pem'))
      writeFileSync(connections, JSON.stringify([{ name: 'main', credential_file: 'credential.json', brands: [brand_id] }]))
      const desk = await startDesk({ database: urls.desk, folder: at('var/lib/card-member/desk'), connections, log })
      const api = new CardMember(await readCredential(credential), { rate_limit: false })
      let closed: Promise<unknown> | undefined
      const close = () => {
        closed ??= api
          .close()
          .then(() => desk.close())
          .then(() => platform.close())
        return closed
      }
      return { api, close, [Symbol.asyncDispose]: async () => void (await close()) }
    }
    const place = ['--database', urls.desk, '--folder', at('var/lib/card-member/desk'), '--connections', connections]
    const people = new Map<string, string>()
    const run = async (name: string, ...args: string[]) => {
      const totp = generateSync({ secret: people.get(name) ?? '' })
      const who = ['--as', name, '--password-file', at('password'), '--session-file', at(`${name}.session`), '--totp', totp]
      const { code, stdout, stderr } = await runHere([...args, ...who, ...place, '--json'])
      return { code, stderr, told: stdout === '' ? undefined : JSON.parse(stdout) }
    }
    writeFileSync(at('password'), password)

    await using before = await start()
    const { card_id } = await demoTemplate(before.api)
    const member = { brand_id, card_id, user_card_code: '478500000001', openid: 'obLatj00000001' }
    const later = { ...member, user_card_code: '478500000002', openid: 'obLatj00000002' }
    const valid_date_information = { type: 'PERMANENT' } as const
    for (const one of [member, later]) await before.api.userCards.importByOpenid({ ...one, valid_date_information })
    const { user_card_code, ...rest } = member
    await before.api.userCards.update(user_card_code, { ...rest, phone_number: '13800138000' })
    {
      // Hashing is made cheap: what a hash costs is written in it.
      await using adding = await openDesk({
        database: urls.desk,
        folder: at('var/lib/card-member/desk'),
        password_cost: { ln: 1, r: 1, p: 1 },
        log,
      })
      for (const [name, role] of [
        ['clerk', 'clerk'],
        ['auditor', 'auditor'],
      ] as const) {
        const { otpauth_uri } = await adding.staff.add(machineOperator, { name, password, grants: [{ brand_id: '*', role }] })
        people.set(name, new URL(otpauth_uri).searchParams.get('secret') ?? '')
      }
    }
    const consent = (one: typeof member) =>
      run(
        ...([
          'clerk',
          'consent',
          'add',
          '--brand',
          brand_id,
          '--card-id',
          card_id,
          '--code',
          one.user_card_code,
          '--openid',
          one.openid,
        ] as const),
        ...['--channel', 'sms', '--told-at', '2026-11-01 10:00', '--agreed-at', '2026-11-01 10:05', '--reason', '用户申请退会'],
      )
    const ending = ({ user_card_code, openid }: typeof member) => [
      ...['desk', 'invalidate', user_card_code, '--brand', brand_id, '--card-id', card_id],
      ...['--openid', openid, '--reason', '用户申请退会', '--last-four', user_card_code.slice(-4)],
    ]
    const { told: recorded } = await consent(member)

    follow(guide[kind].backup)
    expect(await consent(later)).toMatchObject({ code: 0 })
    expect(await run('clerk', ...ending(later))).toMatchObject({ code: 0 })
    await before.close()
    const [made = ''] = readdirSync(at('var/backups/card-member'))
    expect(readdirSync(join(machine, 'var/backups/card-member', made)).toSorted()).toEqual(['config.tar', 'desk', 'platform'])

    follow(guide[kind].restore)
    await using after = await start()
    // What is encrypted at rest is read by keys that came back, and the answer is signed by the key that the caller knows.
    const card = await after.api.userCards.get(member.user_card_code, { ...rest })
    expect(card).toMatchObject({ user_card_state: 'EFFECTIVE', phone_number: '13800138000' })
    expect(await after.api.userCards.get(later.user_card_code, { brand_id, card_id, openid: later.openid })).toMatchObject({
      user_card_state: 'EFFECTIVE',
    })
    // The clerk's session came back with the key that signs it; the auditor's second factor is read by the keys that did.
    const { told: list } = await run('clerk', 'consent', 'list', '--brand', brand_id)
    expect(list.data.map(({ id }: { id: string }) => id)).toEqual([recorded.id])
    expect(await run('auditor', 'desk', 'audit', 'verify')).toMatchObject({ code: 0 })
    expect(await run('clerk', ...ending(member))).toMatchObject({
      code: 0,
    })
  })
})

/** Where the databases are, and the variables by which the guide's commands find them. */
interface Place {
  readonly urls: { readonly platform: string; readonly desk: string }
  readonly env: Readonly<Record<string, string>>
}

function sqlite(at: (path: string) => string): Place {
  const url = (part: string) => `sqlite:${at(`var/lib/card-member/${part}/${part}.db`)}`
  return { urls: { platform: url('platform'), desk: url('desk') }, env: {} }
}

/** A server of its own, with users and databases named as in the guide. */
async function postgres(stack: AsyncDisposableStack): Promise<Place> {
  const programs = programsOfDebian()
  const server = stack.use(await startPostgres({ durable: false, programs, parent: dirname(inject('run_folder')) }))
  const { hostname, port, username, password: PGPASSWORD } = new URL(server.url)
  const client = new Client({ connectionString: server.url })
  await client.connect()
  for (const part of ['platform', 'desk']) {
    await client.query(`create role card_member_${part} login password 'own'`)
    await client.query(`create database card_member_${part} owner card_member_${part}`)
  }
  await client.end()
  const url = (part: string) => `postgres://card_member_${part}:own@${hostname}:${port}/card_member_${part}`
  const env = { PATH: programs, PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD }
  return { urls: { platform: url('platform'), desk: url('desk') }, env }
}
