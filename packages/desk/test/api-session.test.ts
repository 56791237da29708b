import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { Browser, jsonOf, resultOf } from './fixtures/browser.ts'
import { password, startTestDeskServer, type TestDeskServer } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

describe.each(kinds)('staff over HTTP on %s', (kind) => {
  let server: TestDeskServer
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('a desk is set up once', async () => {
    const browser = new Browser(server.desk.url)
    const staffMember = { name: 'second', password: 'another long password' }
    const over = { status: 409, code: 'SET_UP_OVER' }
    expect(await browser.result('setUp', { token: server.desk.set_up, ...staffMember })).toEqual(over)
    expect(await browser.result('setUp', { token: 'x', ...staffMember })).toEqual(over)
    const { data } = await server.administrator.browser.call('listStaff', {})
    expect(data).toEqual([
      {
        staff_id: server.administrator.staff_id,
        name: 'root',
        sign_in_name: 'root',
        disabled: false,
        grants: [{ brand_id: '*', role: 'admin' }],
      },
    ])
  })

  test('signing in sets a cookie that scripts and other sites do not get; signing out takes it away and ends the session', async () => {
    const { name, totp } = server.administrator
    const browser = new Browser(server.desk.url)
    const answer = await browser.ask('openSession', { name, password, totp: totp() })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect(answer.headers.get('cache-control')).toBe('no-cache, must-revalidate')
    const session = jsonOf(answer)
    expect(session).toEqual({
      staff_id: server.administrator.staff_id,
      name,
      grants: [{ brand_id: '*', role: 'admin' }],
      second_factor_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
    })
    expect(await browser.call('getSession', {})).toEqual(session)
    const kept = browser.cookie
    const gone = await browser.ask('closeSession', {})
    expect([gone.status, ...gone.headers.getSetCookie().filter((cookie) => cookie.startsWith('card-member-desk='))]).toEqual([
      200,
      'card-member-desk=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ])
    expect(browser.cookie).toBeUndefined()
    browser.cookie = kept
    const out = { status: 401, code: 'NOT_SIGNED_IN' }
    expect(await browser.result('getSession', {})).toEqual(out)
    expect(await browser.result('closeSession', {})).toEqual(out)
    expect(await browser.result('confirmSecondFactor', { totp: totp() })).toEqual(out)
  })

  test('a sign-in that is wrong in any part is told the same, and sets nothing', async () => {
    const { name, totp } = server.administrator
    const browser = new Browser(server.desk.url)
    const right = { name, password, totp: totp() }
    for (const change of [{ name: 'nobody' }, { password: 'wrong password' }, { totp: '000000' }]) {
      const answer = await browser.ask('openSession', { ...right, ...change })
      expect([resultOf(answer), answer.headers.getSetCookie()]).toEqual([{ status: 401, code: 'SIGN_IN_WRONG' }, []])
    }
    for (let more = 2; more < 5; more++) await browser.result('openSession', { ...right, totp: '000000' })
    expect(await browser.result('openSession', right)).toEqual({ status: 429, code: 'SIGN_IN_LOCKED' })
    await server.advance(900)
    expect(await browser.result('openSession', { ...right, totp: totp() })).toEqual({ status: 200 })
  })

  test('another site can use nothing of a session', async () => {
    const { browser } = server.administrator
    const foreign = { status: 403, code: 'FOREIGN_ORIGIN' }
    const change = { brand_id, change: { canary_rows: 1 } }
    const port = new URL(server.desk.url).port
    for (const origin of ['https://example.com', 'null', server.desk.url.replace(port, '1'), server.desk.url.replace('http:', 'https:')])
      expect([origin, await browser.result('changeSettings', change, { origin })]).toEqual([origin, foreign])
    expect(await browser.result('changeSettings', change, { 'sec-fetch-site': 'cross-site' })).toEqual(foreign)
    const upload = { body: '%PDF-1.7 %%EOF', headers: { origin: 'https://example.com' } }
    expect(resultOf(await browser.file('uploadEvidence', { brand_id }, upload))).toEqual(foreign)
    expect(resultOf(await browser.file('uploadBatch', { brand_id }, upload))).toEqual(foreign)
    // What a form of another site can send without being asked first is no JSON.
    const form = { body: JSON.stringify({ change: { canary_rows: 1 } }), headers: { 'content-type': 'text/plain' } }
    expect((await browser.send('PATCH', `/api/brands/${brand_id}/settings`, form)).status).toBe(415)
    expect(await browser.call('getSettings', { brand_id })).toMatchObject({ canary_rows: 10 })
    for (const origin of [server.desk.url, `http://localhost:${port}`])
      expect(await browser.result('changeSettings', { ...change, change: {} }, { origin, 'sec-fetch-site': 'same-origin' })).toEqual({
        status: 200,
      })
  })

  test('administrators look after people', async () => {
    const { browser, staff_id: root } = server.administrator
    const grants = [{ brand_id, role: 'clerk' as const }]
    const added = await browser.call('addStaff', { name: '李雷', password, grants })
    expect(added.otpauth_uri).toMatch(/^otpauth:\/\/totp\/card-member:%E6%9D%8E%E9%9B%B7\?issuer=card-member&secret=[A-Z2-7]{52}&/)
    const { staff_id } = added
    const told = (id: Parameters<Browser['result']>[0], input: object) => browser.result(id, input)
    expect(await told('addStaff', { name: '李雷', password, grants })).toEqual({ status: 409, code: 'STAFF_EXISTS' })
    const weak = { status: 400, code: 'PASSWORD_WEAK', detail: { field: 'password' } }
    expect(await told('addStaff', { name: 'hanmeimei', password: 'short', grants })).toEqual(weak)
    expect(await told('setPassword', { staff_id, password: 'short' })).toEqual(weak)
    expect(await told('addStaff', { name: 'han mei', password, grants })).toMatchObject({ code: 'STAFF_MALFORMED' })
    expect(await told('addStaff', { name: 'x', password, grants: [{ brand_id, role: 'king' }] })).toMatchObject({
      status: 400,
      code: 'PARAM_ERROR',
      detail: { field: '/grants/0/role' },
    })
    const unknown = { status: 404, code: 'STAFF_UNKNOWN' }
    expect(await told('setGrants', { staff_id: 'none', grants })).toEqual(unknown)
    expect(await told('disableStaff', { staff_id: 'none' })).toEqual(unknown)
    const renewed = await browser.call('renewSecondFactor', { staff_id })
    expect(renewed.otpauth_uri).not.toBe(added.otpauth_uri)
    await browser.call('setGrants', { staff_id, grants: [] })
    await browser.call('disableStaff', { staff_id })
    expect((await browser.call('listStaff', {})).data).toEqual([
      { staff_id: root, name: 'root', sign_in_name: 'root', disabled: false, grants: [{ brand_id: '*', role: 'admin' }] },
      { staff_id, name: '李雷', sign_in_name: '李雷', disabled: true, grants: [] },
    ])
    expect(await told('enableStaff', { staff_id: 'none' })).toEqual(unknown)
    await browser.call('enableStaff', { staff_id })
    expect((await browser.call('listStaff', {})).data[1]).toMatchObject({ staff_id, disabled: false })
  })

  test('a refusal repeats no password and no code', async () => {
    const browser = new Browser(server.desk.url)
    const bad = 'a password with 😀 in it'
    for (const [id, input] of [
      ['openSession', { name: 'root', password: bad, totp: '123456' }],
      ['openSession', { name: 'root', password, totp: '48151623'.repeat(5) }],
      ['setUp', { token: '😀'.repeat(4), name: 'x', password: bad }],
    ] as const) {
      const answer = await browser.ask(id, input)
      expect(resultOf(answer)).toMatchObject({ status: 400, code: 'PARAM_ERROR', detail: { location: 'body' } })
      expect(jsonOf(answer).detail).not.toHaveProperty('value')
    }
  })

  test('the log tells no password, no code and no secret', () => expect(server.leaks()).toEqual([]))
})

test('a desk hashes passwords at the usual cost, and signs in with them', async () => {
  await using server = await startTestDeskServer({ password_cost: 'usual' })
  expect(await server.database.rows('select password_hash from passwords')).toEqual([
    { password_hash: expect.stringMatching(/^\$scrypt\$ln=15,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/) },
  ])
})

test('where browsers reach the desk may be written with a slash at its end', async () => {
  await using server = await startTestDeskServer({ public_url: 'http://desk.example.com/' })
  const { browser } = server.administrator
  const told = (origin: string) => browser.result('changeSettings', { brand_id, change: {} }, { origin })
  expect(await told('http://desk.example.com')).toEqual({ status: 200 })
  expect(await told('http://example.com')).toEqual({ status: 403, code: 'FOREIGN_ORIGIN' })
})
