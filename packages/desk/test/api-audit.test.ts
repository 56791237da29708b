import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { findingWords } from '../src/audit/finding-kind.ts'
import { findingKinds } from '../src/contract/audit-finding.ts'
import type { Actor } from '../src/staff/actor.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

const told_at = '2026-11-01T10:00:00+08:00'
const agreed_at = '2026-11-02T10:00:00+08:00'

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)

const allSeeing: Actor = {
  staff_id: 'auditor',
  name: 'auditor',
  grants: [{ brand_id: '*', role: 'auditor' }],
  second_factor_time: undefined,
}
const written: ReadonlySet<string> = new Set(['reason', 'forced_reason', 'name', 'staff_name', 'file_name'])

/** The texts in facts that are no ids, codes, hashes or times, apart from those that staff wrote. */
function prosesOf(facts: unknown, name = ''): string[] {
  if (typeof facts === 'string') return written.has(name) || /^[\w.:+/=@*-]*$/.test(facts) ? [] : [`${name}: ${facts}`]
  if (typeof facts !== 'object' || facts === null) return []
  return Object.entries(facts).flatMap(([key, fact]) => prosesOf(fact, key))
}

describe.each(kinds)('the audit log over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let clerk: TestStaff
  let auditor: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    auditor = await server.join('auditor', { brand_id, role: 'auditor' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('events are found by person, card, kind and day, page by page, with the names of staff', async () => {
    const cards = await server.importCards(2, 300)
    for (const card of cards)
      await clerk.browser.call('recordConsent', { ...server.named(card), channel: 'sms', told_at, agreed_at, invalid_reason: '退会' })
    const [card] = cards
    if (card === undefined) throw new Error('there are no cards')
    const { card_ref } = server.named(card)
    await clerk.browser.call('revealUserCard', { brand_id, card_ref, reason: 'ticket 4711' })
    const list = async (filter: object) => {
      const { data, next_cursor, names } = await auditor.browser.call('listAuditEvents', { brand_id, ...filter })
      return { actions: data.map(({ action }) => action), data, next_cursor, names }
    }
    const ofCard = await list({ card_ref })
    expect(ofCard.actions).toEqual(['card.reveal', 'consent.record'])
    expect(ofCard).toMatchObject({ next_cursor: null, names: { [clerk.staff_id]: 'clerk' } })
    const { card_hash } = ofCard.data[1]?.facts ?? {}
    expect((await list({ card_hash })).data).toEqual(ofCard.data)
    expect((await list({ card_ref, action: 'card.reveal' })).actions).toEqual(['card.reveal'])
    const first = await list({ actor: clerk.staff_id, limit: 2 })
    expect(first.actions).toEqual(['card.reveal', 'consent.record'])
    const { next_cursor: cursor } = first
    if (cursor === null) throw new Error('there is no next page')
    expect(await list({ actor: clerk.staff_id, limit: 2, cursor })).toMatchObject({ actions: ['consent.record'], next_cursor: null })
    expect((await list({ actor: 'clerk' })).data).toEqual((await list({ actor: clerk.staff_id })).data)
    const [newest] = ofCard.data
    const one = await auditor.browser.call('getAuditEvent', { brand_id, index: `${newest?.index}` })
    expect(one).toEqual({ ...newest, names: { [clerk.staff_id]: 'clerk' }, card_refs: { [String(card_hash)]: card_ref } })
    expect(await auditor.browser.result('getAuditEvent', { brand_id, index: '99999' })).toMatchObject({
      status: 404,
      code: 'EVENT_UNKNOWN',
    })
    expect((await list({ actor: auditor.staff_id })).actions).toEqual([])
    const today = ofCard.data[0]?.time.slice(0, 10)
    expect((await list({ card_ref, from_day: today, to_day: today })).actions).toEqual(ofCard.actions)
    expect((await list({ card_ref, to_day: '2026-01-01' })).actions).toEqual([])
    expect((await list({ batch_id: 'b-none' })).actions).toEqual([])
    expect(await auditor.browser.result('listAuditEvents', { brand_id, to_day: '2026-02-30' })).toMatchObject({
      status: 400,
      code: 'PARAM_ERROR',
      detail: { field: 'to_day' },
    })
    expect(await auditor.browser.result('listAuditEvents', { brand_id, card_ref: card_ref.slice(1) })).toMatchObject({
      code: 'CARD_REF_WRONG',
    })
    expect(await auditor.browser.result('listAuditEvents', { brand_id, cursor: '1' })).toMatchObject({ detail: { field: 'cursor' } })
  })

  test('events hold codes and values, and no words but those that staff wrote', async () => {
    const all = await server.local.audit.search(allSeeing, {}, 1000)
    expect(all.length).toBeGreaterThan(10)
    for (const { action, facts } of all) expect([action, prosesOf(facts)]).toEqual([action, []])
  })

  test('the last verification is kept with who started it and what it found', async () => {
    const last = async () => (await auditor.browser.call('getAuditVerification', { brand_id })).verification
    expect(await last()).toBe(null)
    const { events } = await auditor.browser.call('verifyAuditLog', { brand_id })
    const state = { state: 'done', started_by: auditor.staff_id, started_by_name: 'auditor', findings: [], findings_left_off: 0 }
    expect(await last()).toMatchObject({ ...state, checked: events, start_time: time, end_time: time })
    const write = "update audit_events set facts = '{}' where tree = '1004' and action = 'consent.record'"
    await server.database.rows(write)
    const { ok, findings } = await auditor.browser.call('verifyAuditLog', { brand_id })
    expect({ ok, findings }).toMatchObject({ ok: false, findings: [{ kind: 'changed', tree: brand_id, index: expect.any(Number) }] })
    expect(await last()).toMatchObject({ ...state, findings })
  })
})

test('the contract lists every kind of finding', () => expect([...findingKinds]).toEqual(Object.keys(findingWords)))

test.each([
  ['http://127.0.0.1', null],
  ['https://desk.example.com', 'max-age=31536000'],
])('every kind of answer of a desk at %s keeps other sites away', async (public_url, hsts) => {
  await using server = await startTestDeskServer(hsts === null ? {} : { public_url })
  const { browser } = server.administrator
  const protection = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': hsts,
  }
  const answers = [
    ['GET', '/api/session', 200],
    ['GET', '/api/sample.csv', 200],
    ['GET', '/api/brands/9/audit', 403],
    ['GET', '/api/staff?nonsense=1', 400],
    ['POST', '/api/welcome', 405],
    ['GET', '/api/nothing', 404],
    ['GET', '/api', 404],
    ['GET', '/m/nothing', 404],
    ['GET', '/', 200],
    ['GET', '/healthz', 200],
  ] as const
  for (const [method, path, status] of hsts === null ? answers : answers.filter(([, , code]) => code !== 403)) {
    const answer = await browser.send(method, path)
    const { headers } = answer
    if (hsts === null || status >= 400 || !path.startsWith('/api/'))
      expect([path, answer.status]).toEqual([path, hsts !== null && status === 400 ? 401 : status])
    for (const [name, value] of Object.entries(protection)) expect([path, name, headers.get(name)]).toEqual([path, name, value])
    expect([path, headers.get('content-security-policy')]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")])
    expect([path, headers.get('content-security-policy')]).toEqual([path, expect.stringContaining("default-src 'none'")])
    if (path.startsWith('/api')) expect([path, headers.get('cache-control')]).toEqual([path, 'no-store'])
  }
})
