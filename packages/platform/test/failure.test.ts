import { execFileSync } from 'node:child_process'
import { openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { makeDatabase } from '../../../test/database-fixture.ts'
import type { Caller, Received } from './fixtures/caller.ts'
import { createCard, getUserCard, importMember, invalidate } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { startPlatformProcess } from './fixtures/platform-process.ts'
import { startPostgresProxy } from './fixtures/postgres-proxy.ts'
import { makeTenants } from './fixtures/tenants.ts'

const systemError = [500, '{"code":"SYSTEM_ERROR","message":"系统异常，请稍后重试"}', true]

/** A platform with one member, whose PostgreSQL server can become unreachable. */
async function startBehindProxy() {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await makeDatabase('postgres'))
  const proxy = stack.use(await startPostgresProxy(database.url))
  const running = stack.use(await startTestPlatform({ database: { ...database, url: proxy.url } }))
  const { card_id } = await createCard(running.caller)
  await importMember(running.caller, card_id)
  const owned = stack.move()
  return { ...running, proxy, card_id, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe.concurrent('a lost PostgreSQL', () => {
  test('is 500 for callers, a line in the log, and over when it is back', async () => {
    await using running = await startBehindProxy()
    const { caller, log, proxy, card_id } = running
    proxy.cut()
    const refused = await invalidate(caller, card_id)
    expect(answerOf(refused)).toEqual(systemError)
    expect(refused.headers['request-id']).toMatch(/^[0-9A-F]{22}-268435456$/)
    expect(log.lines('failed')).toMatchObject([
      { level: 'error', operation: 'invalidateUserCard', request_id: String(refused.headers['request-id']).slice(0, 22) },
    ])
    expect(await operatorsView(caller)).toEqual([
      '/healthz 200 {"status":"ok"}',
      '/readyz 503 {"status":"database unavailable","down":["read","write"]}',
    ])
    proxy.restore()
    expect((await invalidate(caller, card_id)).status).toBe(200)
    expect(await operatorsView(caller)).toEqual(['/healthz 200 {"status":"ok"}', '/readyz 200 {"status":"ok"}'])
  })

  test('under load answers every call, and keeps what it has answered', async () => {
    await using running = await startTestPlatform({ kind: 'postgres' })
    const { caller, database, log } = running
    const { card_id } = await createCard(caller)
    const names = Array.from({ length: 120 }, (_, index) => `card-${index}`)
    await Promise.all(names.map((name) => importMember(caller, card_id, { openid: name, user_card_code: name })))
    const calls = names.map((name) => invalidate(caller, card_id, { openid: name }, name))
    await Promise.any(calls)
    const others = 'datname = current_database() and pid <> pg_backend_pid()'
    await database.rows(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`)
    const received = await Promise.all(calls)
    expect(received.filter(({ status }) => status !== 200 && status !== 500)).toEqual([])
    const again = await Promise.all(names.map((name) => invalidate(caller, card_id, { openid: name }, name)))
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]))
    for (const [index, one] of received.entries()) if (one.status === 200) expect(again[index]?.text).toBe(one.text)
    expect(log.lines('database connection lost').length).toBeGreaterThan(0)
  })
})

describe.concurrent('PostgreSQL connections that go silent', () => {
  test('are given up within seconds: reads and writes go on over new ones, and readiness tells meanwhile', async () => {
    await using running = await startBehindProxy()
    const { caller, log, proxy, card_id } = running
    // Every connection of both pools is in use once.
    await Promise.all(Array.from({ length: 24 }, () => getUserCard(caller, card_id)))
    await Promise.all(Array.from({ length: 6 }, () => invalidate(caller, card_id)))
    proxy.freeze()
    const down = await operatorsView(caller)
    expect(down).toEqual(['/healthz 200 {"status":"ok"}', '/readyz 503 {"status":"database unavailable","down":["read","write"]}'])
    const began = performance.now()
    const call = () =>
      importMember(caller, card_id, { openid: 'openid-2', user_card_code: 'code-2' }).then(
        () => true,
        () => false,
      )
    // Without a limit of its own a silent connection lasts for hours.
    while (!(await call())) if (performance.now() - began > 60_000) break
    expect(performance.now() - began).toBeLessThan(60_000)
    expect((await getUserCard(caller, card_id, 'openid-2', 'code-2')).user_card_state).toBe('EFFECTIVE')
    expect(await operatorsView(caller)).toEqual(['/healthz 200 {"status":"ok"}', '/readyz 200 {"status":"ok"}'])
    expect(log.lines('database connection lost').length).toBeGreaterThan(0)
  })

  test('are given up when an administrator ends them, at the next call at the latest', async () => {
    await using running = await startTestPlatform({ kind: 'postgres' })
    const { caller, database } = running
    const { card_id } = await createCard(caller)
    await importMember(caller, card_id)
    await database.rows(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await invalidate(caller, card_id)
    expect((await invalidate(caller, card_id)).status).toBe(200)
  })

  test('a statement that waits for a lock of somebody else ends in time, and its connection stays', async () => {
    await using made = await makeDatabase('postgres')
    const database = await openDatabase<{ things: { name: string } }>(parseDatabaseUrl(made.url), { statement_ms: 300 })
    await using _closed = { [Symbol.asyncDispose]: () => database.close() }
    await sql`create table things (name text)`.execute(database.write)
    const pid = async () => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.write)).rows[0]?.pid
    const before = await pid()
    await expect(sql`select pg_sleep(60)`.execute(database.write)).rejects.toMatchObject({ code: '57014' })
    expect(await pid()).toBe(before)
  })
})

// The limit on file sizes of a running process, which stands in for a disk without room, is Linux' own.
describe.runIf(process.platform === 'linux')('a full disk under SQLite', () => {
  test('is 500 for callers, a line in the log, and over when there is room', async () => {
    using tenants = makeTenants()
    await using database = await makeDatabase('sqlite')
    await using running = await startPlatformProcess(tenants, database.url)
    const { caller, pid } = running
    const { card_id } = await createCard(caller)
    await importMember(caller, card_id)
    limitFiles(pid, '0')
    const refused = await Promise.all(Array.from({ length: 5 }, () => invalidate(caller, card_id)))
    for (const one of refused) expect(answerOf(one)).toEqual(systemError)
    expect((await getUserCard(caller, card_id)).user_card_state).toBe('EFFECTIVE')
    expect(running.log()).toMatch(/"level":"error".*"operation":"invalidateUserCard".*"name":"SqliteError","code":"\d+".*"msg":"failed"/)
    limitFiles(pid, 'unlimited')
    expect((await invalidate(caller, card_id)).status).toBe(200)
    expect((await getUserCard(caller, card_id)).user_card_state).toBe('INVALID')
    expect(await database.rows("select revision from history where entity_id = 'code-1' order by 1")).toEqual([
      { revision: 1 },
      { revision: 2 },
    ])
  })
})

function answerOf({ status, text, signed }: Received) {
  return [status, text, signed]
}

async function operatorsView(caller: Caller): Promise<string[]> {
  const received = await Promise.all(['/healthz', '/readyz'].map(async (path) => ({ path, ...(await caller.send('GET', path, '', {})) })))
  return received.map(({ path, status, text }) => `${path} ${status} ${text}`)
}

function limitFiles(pid: number, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])
}
