import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { machineOperator } from '../src/index.ts'
import { Browser, jsonOf } from './fixtures/browser.ts'
import { password, startTestDeskServer, type TestDeskServer } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

const refused = { status: 403, code: 'DEMO_OFF' }
const wang = { name: 'wang', full_name: '王敏' }
const added = { ...wang, password, grants: [{ brand_id: '*', role: 'author' as const }] }
const card = { brand_id, card_id: 'pbLatj', user_card_code: '478515832665', openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA' }
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)

describe.each(kinds)('what a page begins with, on %s', (kind) => {
  let server: TestDeskServer
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('anybody learns how staff sign in, and nothing of a demo where there is none', async () => {
    expect(await new Browser(server.desk.url).call('getWelcome', {})).toEqual({
      set_up_open: false,
      oidc: false,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    })
    const clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    expect(await new Browser(server.desk.url).result('openDemoSession', { name: 'clerk' })).toEqual(refused)
    expect(await clerk.browser.result('confirmDemoSecondFactor', {})).toEqual(refused)
  })

  test('brands are those of somebody’s roles, with the name of the newest notice and the connections that serve them', async () => {
    const brands = async (name: string, ...scopes: string[]) => {
      const grants = scopes.map((scope) => ({ brand_id: scope, role: 'viewer' as const }))
      return (await (await server.join(name, ...grants)).browser.call('listBrands', {})).data
    }
    const connections = [{ name: 'main', sandbox: false }]
    expect(await brands('nowhere')).toEqual([])
    expect(await brands('two', '2005', brand_id)).toEqual([
      { brand_id, connections },
      { brand_id: '2005', connections },
    ])
    const texts = { text_zh: '告知', text_en: 'notice' }
    for (const brand_name of ['青禾书店', '青禾书店（新）'])
      await server.administrator.browser.call('addNotice', { brand_id, brand_name, ...texts })
    await server.administrator.browser.call('addNotice', { brand_id: '3006', ...texts })
    expect(await brands('all', '*')).toEqual([
      { brand_id, name: '青禾书店（新）', connections },
      { brand_id: '3006', connections },
    ])
  })

  test('names of staff are found by their ids, those of whoever was disabled too', async () => {
    const [one, two] = [await server.join('one', { brand_id, role: 'viewer' }), await server.join('two-names')]
    await server.administrator.browser.call('disableStaff', { staff_id: two.staff_id })
    const ids = [two.staff_id, 'unknown', one.staff_id].join(',')
    expect(await one.browser.call('listStaffNames', { ids })).toEqual({
      data: [
        { staff_id: one.staff_id, name: 'one' },
        { staff_id: two.staff_id, name: 'two-names' },
      ],
    })
    await server.administrator.browser.call('confirmSecondFactor', { totp: server.administrator.next() })
    await server.administrator.browser.call('setFullName', { staff_id: one.staff_id, full_name: '王敏' })
    const named = { staff_id: one.staff_id, name: 'one', full_name: '王敏' }
    expect(await one.browser.call('listStaffNames', { ids: one.staff_id })).toEqual({ data: [named] })
    expect((await server.administrator.browser.call('listStaff', {})).data).toContainEqual(expect.objectContaining(named))
    for (const full_name of [' 王敏', '王\u200b敏', '王'.repeat(65)])
      expect(await server.administrator.browser.result('setFullName', { staff_id: one.staff_id, full_name })).toMatchObject({ status: 400 })
    expect(await one.browser.result('setFullName', { staff_id: one.staff_id, full_name: 'root' })).toMatchObject({ code: 'NOT_PERMITTED' })
    expect(await one.browser.result('listStaffNames', { ids: 'a,,b' })).toMatchObject({ status: 400, detail: { field: 'ids' } })
  })

  test('a name that no query has is an error that repeats it, and so is a field of the body in the query', async () => {
    const { browser } = server.administrator
    const told = async (method: string, path: string) => {
      const body = method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }
      const answer = await browser.send(method, path, body)
      return [answer.status, jsonOf(answer).code, jsonOf(answer).detail]
    }
    const issue = 'is not a field of this query'
    const wrong = (field: string) => [400, 'PARAM_ERROR', { field, issue, location: 'query' }]
    expect(await told('GET', '/api/batches?wating=true')).toEqual(wrong('wating'))
    expect(await told('GET', `/api/session?${'x'.repeat(100)}`)).toEqual(wrong('x'.repeat(64)))
    expect(await told('POST', '/api/session/second-factor?totp=123456')).toEqual(wrong('totp'))
    expect((await told('GET', '/api/batches?limit=1'))[0]).toBe(200)
  })

  test('a passive read does not keep a session alive, any other call does', async () => {
    const [idle, busy] = [await server.join('idle', { brand_id, role: 'viewer' }), await server.join('busy', { brand_id, role: 'viewer' })]
    const reads: number[] = []
    for (const passed of [0, 1800, 1700, 200]) {
      await server.advance(passed)
      reads.push((await idle.browser.ask('listBatches', {}, { passive: 'true' })).status)
      await busy.browser.ask('listBatches', {})
    }
    expect(reads).toEqual([200, 200, 200, 401])
    expect((await busy.browser.ask('getSession', {})).status).toBe(200)
  })

  test('only a read can be passive', async () => {
    const writer = await server.join('writer', { brand_id, role: 'viewer' })
    await server.advance(3500)
    await writer.browser.ask('stopChange', { change_id: 'none' }, { passive: 'true' })
    await server.advance(200)
    expect((await writer.browser.ask('getSession', {})).status).toBe(200)
  })
})

describe('a demo', () => {
  let server: TestDeskServer
  beforeAll(async () => {
    server = await startTestDeskServer({ demo: { people: [wang, { name: 'gone' }], cards: [card] } })
    await server.local.staff.add(machineOperator, added)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('signs its people in by a click, each time in a session of their own, and fills their second factor in', async () => {
    const visitor = new Browser(server.desk.url)
    const { demo, demo_cards } = await visitor.call('getWelcome', {})
    expect(demo).toEqual([{ ...wang, grants: [{ brand_id: '*', role: 'author' }] }])
    expect(demo_cards).toEqual([card])
    const session = await visitor.call('openDemoSession', { name: 'wang' })
    expect(session).toEqual({ staff_id: session.staff_id, name: 'wang', grants: [{ brand_id: '*', role: 'author' }] })
    const confirmed = await visitor.call('confirmDemoSecondFactor', {})
    expect(confirmed).toEqual({ ...session, second_factor_time: time })
    expect(await visitor.call('getSession', {})).toEqual(confirmed)
    const other = new Browser(server.desk.url)
    await other.call('openDemoSession', { name: 'wang' })
    expect(other.cookie).not.toBe(visitor.cookie)
    expect((await other.call('getSession', {})).second_factor_time).toBeUndefined()
    const auditor = await server.join('liu', { brand_id: '*', role: 'auditor' })
    const { data } = await auditor.browser.call('listAuditEvents', { brand_id: '-' })
    const clicked = data.filter(({ facts }) => JSON.stringify(facts) === '{"method":"demo"}')
    expect(clicked.map(({ action }) => action)).toEqual(['staff.sign_in', 'staff.second_factor', 'staff.sign_in'])
    // The log names people as the pages do, and finds them by that.
    const mine = await auditor.browser.call('listAuditEvents', { brand_id: '-', actor: '王敏 (wang)' })
    expect(mine.data.map(({ event_id }) => event_id)).toEqual(clicked.map(({ event_id }) => event_id))
    expect(mine.names).toEqual({ [session.staff_id]: '王敏 (wang)' })
  })

  test('lets nobody in who is not of the demo, and fills in nothing for them', async () => {
    for (const name of ['root', 'gone', 'WANG'])
      expect(await new Browser(server.desk.url).result('openDemoSession', { name })).toEqual(refused)
    expect(await server.administrator.browser.result('confirmDemoSecondFactor', {})).toEqual(refused)
    const foreign = { origin: 'https://evil.example' }
    expect(await new Browser(server.desk.url).result('openDemoSession', { name: 'wang' }, foreign)).toEqual({
      status: 403,
      code: 'FOREIGN_ORIGIN',
    })
  })

  test.each([
    ['at an address that others reach', { host: '0.0.0.0' }],
    ['behind a public address', { public_url: 'http://desk.example.com' }],
  ])('is none %s', async (_where, options) => {
    await using server = await startTestDeskServer({ demo: { people: [wang], cards: [] }, ...options })
    await server.join('wang', { brand_id: '*', role: 'author' })
    const visitor = new Browser(server.desk.url)
    expect((await visitor.call('getWelcome', {})).demo).toBeUndefined()
    expect(await visitor.result('openDemoSession', { name: 'wang' })).toEqual(refused)
  })
})
