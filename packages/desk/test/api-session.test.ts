import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { machineOperator, openDesk } from '../src/index.ts'
import { Browser, jsonOf, resultOf } from './fixtures/browser.ts'
import { password, startTestDeskServer, type TestDeskServer } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

describe.each(kinds)('staff over HTTP on %s', (kind) => {
  let server: TestDeskServer
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('the first link of a desk works once, and one that is over tells nothing more than one that never was', async () => {
    const browser = new Browser(server.desk.url)
    const [, token] = (server.desk.first_link ?? '').split('#')
    const over = { status: 404, code: 'INVITATION_OVER' }
    const more = { name: 'second', password: 'another long password', sealed_secret: 'none', totp: '000000' }
    for (const each of [token, 'x']) {
      expect(await browser.result('openInvitation', { token: each, name: 'second' })).toEqual(over)
      expect(await browser.result('acceptInvitation', { token: each, ...more })).toEqual(over)
    }
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

  test('links of invitations that commands make lead to the desk that runs, or where the command says', async () => {
    const { link } = await server.local.staff.invite(machineOperator, { name: 'by-command', grants: [] })
    expect(link).toMatch(new RegExp(`^${server.desk.url}/join#[\\w-]{43}$`))
    const { database, folder, clock } = server
    const place = { database: database.url, folder, clock: clock.read, log: server.log.log }
    await using elsewhere = await openDesk({ ...place, public_url: 'https://desk.example.com' })
    const other = await elsewhere.staff.invite(machineOperator, { name: 'elsewhere', grants: [] })
    expect(other.link).toMatch(/^https:\/\/desk\.example\.com\/join#[\w-]{43}$/)
  })

  test('signing in sets a cookie that scripts and other sites do not get; signing out takes it away and ends the session', async () => {
    const { name, totp, next } = server.administrator
    const browser = new Browser(server.desk.url)
    const answer = await browser.ask('openSession', { name, password, totp: next() })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^card-member-desk=[\w.%-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    expect(answer.headers.get('cache-control')).toBe('no-store')
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
      'card-member-desk=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
    ])
    expect(browser.cookie).toBeUndefined()
    browser.cookie = kept
    const out = { status: 401, code: 'NOT_SIGNED_IN' }
    expect(await browser.result('getSession', {})).toEqual(out)
    expect(await browser.result('closeSession', {})).toEqual(out)
    expect(await browser.result('confirmSecondFactor', { totp: totp() })).toEqual(out)
  })

  test('every wrong part of a sign-in gets the same answer, and no cookie is set', async () => {
    const { name, next } = server.administrator
    const browser = new Browser(server.desk.url)
    const right = { name, password, totp: next() }
    for (const change of [{ name: 'nobody' }, { password: 'wrong password' }, { totp: '000000' }]) {
      const answer = await browser.ask('openSession', { ...right, ...change })
      expect([resultOf(answer), answer.headers.getSetCookie()]).toEqual([{ status: 401, code: 'SIGN_IN_WRONG' }, []])
    }
    for (let more = 2; more < 5; more++) await browser.result('openSession', { ...right, totp: '000000' })
    expect(await browser.result('openSession', right)).toEqual({
      status: 429,
      code: 'SIGN_IN_LOCKED',
      detail: { locked_until: expect.any(String), retry_after: expect.any(Number) },
    })
    await server.advance(900)
    expect(await browser.result('openSession', { ...right, totp: next() })).toEqual({ status: 200 })
  })

  test('another site can use nothing of a session', async () => {
    const { browser, next } = server.administrator
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
    await browser.call('confirmSecondFactor', { totp: next() })
    for (const origin of [server.desk.url, `http://localhost:${port}`])
      expect(await browser.result('changeSettings', { brand_id, change: {} }, { origin, 'sec-fetch-site': 'same-origin' })).toEqual({
        status: 200,
      })
  })

  test('administrators invite people, who set their own password and second factor', async () => {
    const { browser, staff_id: root, next } = server.administrator
    await browser.call('confirmSecondFactor', { totp: next() })
    const grants = [{ brand_id, role: 'clerk' as const }]
    const invited = await browser.call('inviteStaff', { name: '李雷', grants })
    expect(invited).toEqual({
      invitation_id: expect.any(String),
      staff_id: expect.any(String),
      name: '李雷',
      renewal: false,
      grants,
      state: 'waiting',
      invited_by: root,
      create_time: expect.any(String),
      link: expect.stringMatching(new RegExp(`^${server.desk.url}/join#[\\w-]{43}$`)),
      pending: expect.objectContaining({ kind: 'invitation', state: 'pending', proposed_by: root }),
    })
    const { join_code = '' } = await server.confirm(invited.pending?.change_id ?? '')
    const [, token = ''] = invited.link.split('#')
    server.secrets.add(token)
    const told = (id: Parameters<Browser['result']>[0], input: object) => browser.result(id, input)
    expect(await told('inviteStaff', { name: '李雷', grants })).toEqual({ status: 409, code: 'INVITATION_EXISTS' })
    expect(await told('inviteStaff', { name: 'root', grants })).toMatchObject({ status: 409, code: 'STAFF_EXISTS' })
    expect(await told('inviteStaff', { name: 'han mei', grants })).toMatchObject({ code: 'STAFF_MALFORMED' })
    expect(await told('inviteStaff', { name: 'x', grants: [{ brand_id, role: 'king' }] })).toMatchObject({
      status: 400,
      code: 'PARAM_ERROR',
      detail: { field: '/grants/0/role' },
    })
    const li = new Browser(server.desk.url)
    const opened = await li.call('openInvitation', { token })
    expect(opened).toEqual({
      name: '李雷',
      otpauth_uri: expect.stringMatching(/^otpauth:\/\/totp\/card-member:%E6%9D%8E%E9%9B%B7\?issuer=card-member&secret=[A-Z2-7]{52}&/),
      sealed_secret: expect.any(String),
      passkey_options: expect.objectContaining({ rp: { id: 'localhost', name: 'card-member' } }),
      code_needed: true,
    })
    const { totp: code } = server.codesOf(opened.otpauth_uri)
    const acceptance = { token, join_code, password, sealed_secret: opened.sealed_secret }
    const uncoded = await li.result('acceptInvitation', { ...acceptance, join_code: '', totp: code() })
    expect(uncoded).toEqual({ status: 403, code: 'JOIN_CODE_WRONG', detail: { field: 'join_code' } })
    const weak = { status: 400, code: 'PASSWORD_WEAK', detail: { field: 'password' } }
    expect(await li.result('acceptInvitation', { ...acceptance, password: 'short', totp: code() })).toEqual(weak)
    expect(await li.result('acceptInvitation', { ...acceptance, totp: '000000' })).toEqual({ status: 403, code: 'SECOND_FACTOR_WRONG' })
    const { staff_id } = await li.call('acceptInvitation', { ...acceptance, totp: code() })
    expect(staff_id).toBe(invited.staff_id)
    expect(await li.result('acceptInvitation', { ...acceptance, totp: code() })).toEqual({ status: 404, code: 'INVITATION_OVER' })
    expect((await browser.call('listStaff', {})).data).toContainEqual({
      staff_id,
      name: '李雷',
      sign_in_name: '李雷',
      disabled: false,
      grants,
    })
    const again = await browser.call('renewStaff', { staff_id })
    expect(again).toMatchObject({ staff_id, name: '李雷', renewal: true, grants: [], state: 'waiting' })
    await browser.call('stopInvitation', { invitation_id: again.invitation_id })
    expect(await told('stopInvitation', { invitation_id: again.invitation_id })).toEqual({ status: 404, code: 'INVITATION_UNKNOWN' })
    expect((await browser.call('listInvitations', {})).data.map(({ name, renewal, state }) => ({ name, renewal, state }))).toEqual(
      expect.arrayContaining([
        { name: '李雷', renewal: false, state: 'used' },
        { name: '李雷', renewal: true, state: 'stopped' },
      ]),
    )
  })

  test('administrators look after accounts, never after their own, and not without a fresh second factor', async () => {
    const { browser, staff_id: root, next } = server.administrator
    const told = (id: Parameters<Browser['result']>[0], input: object) => browser.result(id, input)
    const { staff_id } = await server.join('hanmeimei', { brand_id, role: 'clerk' })
    const unknown = { status: 404, code: 'STAFF_UNKNOWN' }
    expect(await told('setGrants', { staff_id: 'none', grants: [] })).toEqual(unknown)
    expect(await told('disableStaff', { staff_id: 'none' })).toEqual(unknown)
    expect(await told('renewStaff', { staff_id: 'none' })).toEqual(unknown)
    expect(await told('enableStaff', { staff_id: 'none' })).toEqual(unknown)
    await browser.call('setGrants', { staff_id, grants: [] })
    await browser.call('disableStaff', { staff_id })
    const shown = async () => (await browser.call('listStaff', {})).data.find((one) => one.staff_id === staff_id)
    expect(await shown()).toMatchObject({ disabled: true, grants: [] })
    const { pending } = await browser.call('enableStaff', { staff_id })
    expect(pending).toMatchObject({ kind: 'enable', staff_id, proposed_by: root })
    expect(await shown()).toMatchObject({ disabled: true })
    await server.confirm(pending?.change_id ?? '')
    expect(await shown()).toMatchObject({ disabled: false })
    expect(await browser.call('enableStaff', { staff_id })).toEqual({})
    const own = { status: 403, code: 'OWN_ACCOUNT' }
    expect(await told('setGrants', { staff_id: root, grants: [] })).toEqual(own)
    expect(await told('disableStaff', { staff_id: root })).toEqual(own)
    expect(await told('renewStaff', { staff_id: root })).toEqual(own)
    // One's own name waits as well.
    const renamed = await browser.call('setSignInName', { staff_id: root, sign_in_name: 'x' })
    expect(renamed.pending).toMatchObject({ kind: 'sign_in_name', staff_id: root, value: { staff_id: root, sign_in_name: 'x' } })
    expect(await told('confirmChange', { change_id: renamed.pending?.change_id })).toMatchObject({
      status: 403,
      code: 'CHANGE_NEEDS_ANOTHER',
    })
    await browser.call('stopChange', { change_id: renamed.pending?.change_id ?? '' })
    await server.advance(301)
    const needed = { status: 403, code: 'SECOND_FACTOR_NEEDED' }
    expect(await told('inviteStaff', { name: 'late', grants: [] })).toEqual(needed)
    for (const id of ['renewStaff', 'disableStaff', 'enableStaff'] as const) expect(await told(id, { staff_id })).toEqual(needed)
    expect(await told('setGrants', { staff_id, grants: [] })).toEqual(needed)
    expect(await told('setSignInName', { staff_id, sign_in_name: 'x' })).toEqual(needed)
    expect(await told('stopInvitation', { invitation_id: 'none' })).toEqual(needed)
    await browser.call('confirmSecondFactor', { totp: next() })
    expect(await told('enableStaff', { staff_id })).toEqual({ status: 200 })
  })

  test('a refusal repeats no password and no code', async () => {
    const browser = new Browser(server.desk.url)
    const bad = 'a password with 😀 in it'
    for (const [id, input] of [
      ['openSession', { name: 'root', password: bad, totp: '123456' }],
      ['openSession', { name: 'root', password, totp: '48151623'.repeat(5) }],
      ['acceptInvitation', { token: '😀'.repeat(4), password: bad, sealed_secret: 'x', totp: '123456' }],
    ] as const) {
      const answer = await browser.ask(id, input)
      expect(resultOf(answer)).toMatchObject({ status: 400, code: 'PARAM_ERROR', detail: { location: 'body' } })
      expect(jsonOf(answer).detail).not.toHaveProperty('value')
    }
  })

  test('the log contains no password, no code and no secret', () => expect(server.leaks()).toEqual([]))
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
