import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id, type TestCard } from './fixtures/environment.ts'

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
const invalid_reason = '用户申请退会'

describe.each(kinds)('finding a card, and what would become of it, over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let clerk: TestStaff
  let viewer: TestStaff
  let last = 0
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    viewer = await server.join('viewer', { brand_id, role: 'viewer' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const newCard = async (): Promise<TestCard> => {
    const [card] = await server.importCards(1, last++)
    if (card === undefined) throw new Error('there is no card')
    return card
  }
  const agree = async (card: TestCard, by = clerk) => {
    const consent = { ...server.named(card), ...times, channel: 'sms' as const, invalid_reason }
    return (await by.browser.call('recordConsent', consent)).consent_id
  }
  const find = (text: string, more: object = {}) => viewer.browser.call('findUserCards', { brand_id, text, ...more })
  const preview = (card: TestCard, more: object = {}, by = clerk) =>
    by.browser.call('previewInvalidation', { ...server.named(card), ...more })
  const obstacles = async (...given: Parameters<typeof preview>) =>
    (await preview(...given)).obstacles.map(({ code, detail }) => [code, detail])

  test('one text is a code or an OpenID', async () => {
    const card = await newCard()
    const { user_card_code, openid } = card
    const { card_ref } = server.named(card)
    const found = [expect.objectContaining({ user_card_code, card_ref })]
    expect(await find(openid)).toMatchObject({ data: found, read_as: 'openid' })
    expect(await find(` ${openid.slice(0, 8)} ${openid.slice(8)}\n`)).toMatchObject({ data: found })
    expect(await find(user_card_code, { openid })).toMatchObject({ data: found, read_as: 'user_card_code' })
    expect(await find(user_card_code, { openid, card_id: server.card_id })).toMatchObject({ data: found })
    expect(await find('999', { openid })).toMatchObject({ data: [], read_as: 'user_card_code' })
    expect(await viewer.browser.result('findUserCards', { brand_id, text: user_card_code })).toMatchObject({ code: 'OPENID_NEEDED' })
    await agree(card)
    expect(await find(user_card_code.replace('4', '４'))).toMatchObject({ data: found, read_as: 'user_card_code' })
    expect(await find('不是卡号')).toEqual({ data: [], read_as: 'openid' })
  })

  test('a code with letters is found when it is on record', async () => {
    const card = { user_card_code: 'VIP-0001', openid: 'obLatjVip' }
    const { api, card_id } = server
    await api.userCards.importByOpenid({ ...card, brand_id, card_id, valid_date_information: { type: 'PERMANENT' } })
    expect(await find('VIP-0001')).toMatchObject({ data: [], read_as: 'openid' })
    await agree(card)
    const { data, read_as } = await find('VIP-0001')
    expect([data.map(({ card_ref }) => card_ref), read_as]).toEqual([[server.named(card).card_ref], 'user_card_code'])
  })

  test('an address leads to one card, and nobody makes one', async () => {
    const card = await newCard()
    const { card_ref } = server.named(card)
    expect(card_ref).not.toContain(card.openid)
    expect(await viewer.browser.call('getUserCard', { brand_id, card_ref })).toMatchObject({
      user_card_code: card.user_card_code,
      openid: expect.stringContaining('****'),
      card_ref,
    })
    const wrong = { status: 404, code: 'CARD_REF_WRONG', detail: { field: 'card_ref' } }
    for (const other of [card_ref.slice(1), `${card_ref}A`, 'A'.repeat(120), card_ref.toLowerCase()])
      expect(await viewer.browser.result('getUserCard', { brand_id, card_ref: other })).toEqual(wrong)
    // That of one brand is none of another.
    const both = await server.join('both', { brand_id: '*', role: 'viewer' })
    expect(await both.browser.result('getUserCard', { brand_id: '2005', card_ref })).toEqual(wrong)
  })

  test('templates are read from the platform', async () => {
    const { card_id } = server
    const { data } = await viewer.browser.call('listCards', { brand_id })
    expect(data).toEqual([await viewer.browser.call('getCard', { brand_id, card_id })])
    expect(data).toMatchObject([{ card_id, card_title: '会员卡', state: expect.any(String), notify_url: 'https://example.com/notify' }])
    expect(await viewer.browser.result('getCard', { brand_id, card_id: 'none' })).toEqual({ status: 404, code: 'TEMPLATE_UNKNOWN' })
    await server.platform.sandbox.faults.add({ fault: 'bad_gateway', on: 'listCards' })
    expect(await viewer.browser.result('listCards', { brand_id })).toMatchObject({ status: 502, code: 'PLATFORM_FAILED' })
  })

  test('a preview names what forbids it, by code with values, and sends nothing', async () => {
    const card = await newCard()
    const sent = async () => (await server.platform.sandbox.requests(1))[0]?.request_id
    const before = await sent()
    expect(await obstacles(card)).toEqual([['CONSENT_NEEDED', undefined]])
    const consent_id = await agree(card)
    const { path, ...call } = { method: 'POST', path: '/v3/brand/partner/card-member/user-cards/{user_card_code}/invalidate' }
    const allowed = await preview(card, { invalid_reason })
    expect(allowed).toEqual({
      allowed: true,
      obstacles: [],
      consent: expect.objectContaining({ consent_id, state: 'recorded' }),
      connection: 'main',
      caller_kind: 'merchant',
      caller_id: '1900000001',
      base_url: server.platform.url,
      rehearsal: false,
      calls: [
        { method: 'GET', path: path.replace('/invalidate', '') },
        { ...call, path },
      ],
      single_limit: { limit: 20, used: 0 },
      daily_cap: { limit: null, used: 0 },
      second_person: false,
      second_factor_until: time,
      unknown_seconds: expect.any(Number),
    })
    expect(await obstacles(card, {}, viewer)).toEqual([['NOT_PERMITTED', { permission: 'invalidate', brand_id }]])
    expect(await obstacles(card, { invalid_reason: '退\u200B会' })).toEqual([
      ['CHARACTER_HIDDEN', { field: 'invalid_reason', issue: 'U+200B' }],
    ])
    expect(await obstacles(card, { invalid_reason: '' })).toEqual([['REASON_WRONG', { field: 'invalid_reason' }]])
    await server.set({ single_needs_second_person: true, allowed_hours: { from: '00:00', to: '00:00' } })
    expect(await obstacles(card)).toEqual([
      ['CONSENT_OWN', { consent_id }],
      ['HOURS_CLOSED', { from: '00:00', to: '00:00', wait_seconds: expect.any(Number) }],
    ])
    await server.set({ single_needs_second_person: false, allowed_hours: null })
    await clerk.browser.call('withdrawConsent', { brand_id, consent_id })
    expect(await obstacles(card)).toEqual([['CONSENT_NEEDED', undefined]])
    expect(await obstacles(card, { consent_id })).toEqual([['CONSENT_WITHDRAWN', { consent_id }]])
    expect(await sent()).toBe(before)
  })

  test('a preview counts what is left today, and the rules of ending refuse by the same codes', async () => {
    const [done, next] = [await newCard(), await newCard()]
    const [consent_id, another] = [await agree(done), await agree(next)]
    const input = { ...server.named(done), consent_id, invalid_reason, last_four: done.user_card_code.slice(-4), totp: clerk.totp() }
    const { invalidation_id } = await clerk.browser.call('invalidateCard', input)
    expect(await obstacles(done, { consent_id })).toEqual([
      ['CARD_DONE', { invalidation_id }],
      ['CONSENT_USED', { consent_id }],
    ])
    await server.set({ daily_cap: 1, single_limit_per_person: 1 })
    expect(await preview(next)).toMatchObject({ single_limit: { limit: 1, used: 1 }, daily_cap: { limit: 1, used: 1 } })
    expect(await obstacles(next)).toEqual([
      ['DAILY_CAP', { limit: 1, used: 1 }],
      ['SINGLE_LIMIT', { limit: 1, used: 1 }],
    ])
    const ended = { ...server.named(next), consent_id: another, invalid_reason, last_four: next.user_card_code.slice(-4) }
    expect(await clerk.browser.result('invalidateCard', { ...ended, totp: clerk.totp() })).toMatchObject({ code: 'DAILY_CAP' })
    await server.set({ daily_cap: null, single_limit_per_person: 20 })
  })

  test('lists are read by card, state, person and days', async () => {
    const [card, other] = [await newCard(), await newCard()]
    const colleague = await server.join('colleague', { brand_id, role: 'clerk' })
    const [mine, theirs] = [await agree(card), await agree(other, colleague)]
    const end = async (by: TestStaff, which: TestCard, consent_id: string) => {
      const input = { ...server.named(which), consent_id, invalid_reason, last_four: which.user_card_code.slice(-4) }
      return (await by.browser.call('invalidateCard', { ...input, totp: by.totp() })).invalidation_id
    }
    const ended = await end(clerk, card, mine)
    const ended_by_colleague = await end(colleague, other, theirs)
    const listed = async (filter: object) =>
      (await viewer.browser.call('listInvalidations', { brand_id, limit: 100, ...filter })).data.map(({ invalidation_id: id }) => id)
    expect(await listed({ requested_by: colleague.staff_id })).toEqual([ended_by_colleague])
    const third = await newCard()
    const handed_over = await end(clerk, third, await agree(third, colleague))
    expect(await listed({ consent_recorded_by: colleague.staff_id })).toEqual([handed_over, ended_by_colleague])
    expect(await listed({ consent_recorded_by: colleague.staff_id, requested_by: clerk.staff_id })).toEqual([handed_over])
    // Who was of the brand once is still found by name.
    await server.administrator.browser.call('setGrants', { staff_id: colleague.staff_id, grants: [] })
    const people = (await viewer.browser.call('listBrandStaff', { brand_id })).data.map(({ name }) => name)
    expect(people).toEqual(expect.arrayContaining(['colleague', 'root']))
    expect(people).toEqual(people.toSorted())
    expect((await viewer.browser.call('listBrandStaff', { brand_id })).data.filter(({ disabled }) => disabled)).toEqual([])
    expect(await listed(server.named(card))).toEqual([ended])
    // Page by page: behind a row older ones, before it the newer ones that are nearest.
    const [newest = '', second = '', oldest = ''] = await listed({ limit: 3 })
    expect([newest, second, oldest].toSorted()).toEqual([ended, ended_by_colleague, handed_over].toSorted())
    expect(await listed({ after: newest, limit: 1 })).toEqual([second])
    expect(await listed({ before: oldest, limit: 1 })).toEqual([second])
    expect(await listed({ before: newest })).toEqual([])
    expect(await listed({ after: second, consent_recorded_by: colleague.staff_id })).toEqual(
      [handed_over, ended_by_colleague].filter((id) => id === oldest),
    )
    expect(await viewer.browser.result('listInvalidations', { brand_id, after: newest, before: oldest })).toMatchObject({
      code: 'PARAM_ERROR',
      detail: { field: 'before', location: 'query' },
    })
    expect(await viewer.browser.result('listInvalidations', { brand_id, after: 'none' })).toMatchObject({ code: 'INVALIDATION_UNKNOWN' })
    expect(await listed({ state: 'unknown' })).toEqual([])
    const day = new Date(server.clock.read() + 8 * 3_600_000).toISOString().slice(0, 10)
    expect(await listed({ from_day: day, to_day: day })).toContain(ended)
    expect(await listed({ to_day: '2026-01-01' })).toEqual([])
    expect(await listed({ from_day: '2036-01-01' })).toEqual([])
    const consents = async (filter: object) =>
      (await viewer.browser.call('listConsents', { brand_id, limit: 100, ...filter })).data.map(({ consent_id }) => consent_id)
    expect(await consents({ ...server.named(card), state: 'used', from_day: day })).toEqual([mine])
    const [first = '', ...older] = await consents({ limit: 2 })
    expect(await consents({ after: first, limit: 1 })).toEqual(older)
    expect(await consents({ before: older[0], limit: 1 })).toEqual([first])
    expect(await viewer.browser.result('listConsents', { brand_id, after: 'none' })).toMatchObject({ code: 'CONSENT_UNKNOWN' })
    expect(await consents({ to_day: '2026-01-01' })).toEqual([])
    expect(await viewer.browser.result('listConsents', { brand_id, from_day: '2026-02-31' })).toMatchObject({
      status: 400,
      code: 'PARAM_ERROR',
      detail: { field: 'from_day', location: 'query' },
    })
  })

  test('the log contains no personal data', () => expect(server.leaks()).toEqual([]))
})
