import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id, type TestCard } from './fixtures/environment.ts'

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
const request_id = expect.stringMatching(/^[0-9A-F]{20,}-0$/)
const hash = expect.stringMatching(/^[0-9a-f]{64}$/)
const invalid_reason = '用户申请退会'

describe.each(kinds)('ending one card over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let clerk: TestStaff
  let auditor: TestStaff
  let last = 0
  beforeAll(async () => {
    server = await startTestDeskServer({ kind, effect_seconds: 2 })
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    auditor = await server.join('auditor', { brand_id, role: 'auditor' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const newCard = async (): Promise<TestCard> => {
    const [card] = await server.importCards(1, last++)
    if (card === undefined) throw new Error('there is no card')
    return card
  }
  const agree = async (card: TestCard, supersede = false) => {
    const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
    const consent = { ...server.named(card), ...times, channel: 'sms' as const, invalid_reason, supersede }
    return (await clerk.browser.call('recordConsent', consent)).consent_id
  }
  const wanted = (card: TestCard, consent_id: string) => {
    const input = { ...server.named(card), consent_id, invalid_reason, last_four: card.user_card_code.slice(-4) }
    return { ...input, totp: clerk.totp() }
  }
  const told = async (input: object, change: object = {}) => {
    // A code is good for as long as one that is made when it is sent, however long a test has run.
    const fresh = 'totp' in input && input.totp !== undefined ? { totp: clerk.totp() } : {}
    const { status, code } = await clerk.browser.result('invalidateCard', { ...input, ...fresh, ...change })
    return [status, code]
  }
  const stateOf = async ({ user_card_code, openid }: TestCard) => {
    const { card_id, api } = server
    return (await api.userCards.get(user_card_code, { brand_id, card_id, openid })).user_card_state
  }
  const settings = (change: Parameters<TestDeskServer['set']>[0]) => server.set(change)
  /** Waits for the background to come to an end of a call. */
  const endOf = async (invalidation_id: string) => {
    for (;;) {
      const invalidation = await clerk.browser.call('getInvalidation', { brand_id, invalidation_id })
      if (invalidation.state !== 'unknown' && invalidation.state !== 'sending') return invalidation
      await wait(100)
    }
  }

  test('it is done once, by a consent of this member, and the audit log has the proof', async () => {
    const card = await newCard()
    const { card_id } = server
    const { user_card_code } = card
    const consent_id = await agree(card)
    const done = await clerk.browser.call('invalidateCard', wanted(card, consent_id))
    const { invalidation_id } = done
    expect(done).toEqual({
      invalidation_id,
      brand_id,
      card_id,
      code_last4: user_card_code.slice(-4),
      card_ref: server.named(card).card_ref,
      consent_id,
      connection: 'main',
      caller_kind: 'merchant',
      caller_id: '1900000001',
      rehearsal: false,
      invalid_reason,
      state: 'done',
      invalid_time: time,
      request_id,
      answer_sha256: hash,
      proof: 'answer',
      attempts: 1,
      request_count: 1,
      requested_by: clerk.staff_id,
      consent_recorded_by: clerk.staff_id,
      start_time: time,
      end_time: time,
    })
    expect(await stateOf(card)).toBe('INVALID')
    expect(await clerk.browser.call('getInvalidation', { brand_id, invalidation_id })).toEqual(done)
    expect(await clerk.browser.call('listInvalidations', server.named(card))).toEqual({
      data: [done],
      total_count: 1,
    })
    expect(await clerk.browser.call('getConsent', { brand_id, consent_id })).toMatchObject({
      state: 'used',
      used_by: invalidation_id,
    })
    expect(await clerk.browser.result('withdrawConsent', { brand_id, consent_id })).toEqual({ status: 409, code: 'CONSENT_USED' })
    const again = { status: 409, code: 'CARD_DONE', detail: { invalidation_id } }
    expect(await clerk.browser.result('invalidateCard', wanted(card, consent_id))).toEqual(again)
    expect(await clerk.browser.result('invalidateCard', wanted(card, await agree(card)))).toEqual(again)
    const { data } = await auditor.browser.call('listAuditEvents', { brand_id, limit: 3 })
    expect(data.map(({ actor, action }) => [actor, action])).toEqual([
      [clerk.staff_id, 'consent.record'],
      ['desk', 'invalidation.result'],
      [clerk.staff_id, 'invalidation.begin'],
    ])
    const { invalid_time, answer_sha256 } = done
    expect(data[1]?.facts).toMatchObject({
      invalidation_id,
      state: 'done',
      invalid_time,
      request_id: done.request_id,
      answer_sha256,
      request_count: 1,
    })
    expect(JSON.stringify(data)).not.toContain(card.openid)
    expect(JSON.stringify(data)).not.toContain(user_card_code)
    expect((await auditor.browser.call('verifyAuditLog', { brand_id })).ok).toBe(true)
  })

  test('two at the same time are one', async () => {
    const card = await newCard()
    const consent = await agree(card)
    const consents = [consent, consent]
    const answers = await Promise.all(consents.map((consent_id) => clerk.browser.result('invalidateCard', wanted(card, consent_id))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.code).toMatch(/^CARD_(BUSY|DONE)$/)
    expect(await clerk.browser.call('listInvalidations', server.named(card))).toMatchObject({ total_count: 1 })
  })

  test('what is not agreed, typed wrong or late is refused, and nothing is sent', async () => {
    const [card, other] = [await newCard(), await newCard()]
    const [consent_id, of_other] = [await agree(card), await agree(other)]
    const input = wanted(card, consent_id)
    const sent = async () => (await server.platform.sandbox.requests(1))[0]?.request_id
    const before = await sent()
    expect(await told(input, { consent_id: 'none' })).toEqual([409, 'CONSENT_NEEDED'])
    expect(await told(input, { consent_id: undefined })).toEqual([400, 'PARAM_ERROR'])
    expect(await told(input, { consent_id: of_other })).toEqual([409, 'CONSENT_NEEDED'])
    const notTheirs = server.named({ ...card, openid: other.openid })
    expect(await told(input, notTheirs)).toEqual([409, 'CONSENT_NEEDED'])
    expect(await told(input, { card_ref: `A${notTheirs.card_ref}` })).toEqual([404, 'CARD_REF_WRONG'])
    await clerk.browser.call('withdrawConsent', { brand_id, consent_id: of_other })
    expect(await told(wanted(other, of_other))).toEqual([409, 'CONSENT_WITHDRAWN'])
    expect(await told(input, { last_four: '0000'.slice(1) })).toEqual([400, 'LAST_FOUR_WRONG'])
    expect(await told(input, { last_four: '9999' })).toEqual([400, 'LAST_FOUR_WRONG'])
    expect(await told(input, { invalid_reason: '' })).toEqual([400, 'PARAM_ERROR'])
    expect(await told(input, { invalid_reason: '退'.repeat(33) })).toEqual([400, 'PARAM_ERROR'])
    expect(await told(input, { invalid_reason: '退会😀' })).toEqual([400, 'PARAM_ERROR'])
    expect(await told(input, { totp: '000000' })).toEqual([403, 'SECOND_FACTOR_WRONG'])
    await settings({ consent_days: 1 })
    const expired = await agree(card, true)
    expect(await told(input, { consent_id: expired })).toEqual([409, 'CONSENT_EXPIRED'])
    expect(await clerk.browser.call('getConsent', { brand_id, consent_id: expired })).toMatchObject({
      state: 'expired',
      expire_time: time,
    })
    await settings({ consent_days: null })
    expect(await sent()).toBe(before)
    expect(await stateOf(card)).toBe('EFFECTIVE')
    const superseded = { state: 'superseded', superseded_by: expired }
    expect(await clerk.browser.call('getConsent', { brand_id, consent_id })).toMatchObject(superseded)
  })

  test('it asks for the second factor again after five minutes, in the call or before it', async () => {
    const [card, other] = [await newCard(), await newCard()]
    const consents = [await agree(card), await agree(other)]
    const input = (which: TestCard, consent_id = '') => ({ ...wanted(which, consent_id), totp: undefined })
    await server.advance(301)
    expect(await told(input(card, consents[0]))).toEqual([403, 'SECOND_FACTOR_NEEDED'])
    expect(await told(wanted(card, consents[0] ?? ''))).toEqual([200, undefined])
    expect(await told(input(other, consents[1]))).toEqual([200, undefined])
    await server.advance(301)
    const third = await newCard()
    const consent_id = await agree(third)
    expect(await told(input(third, consent_id))).toEqual([403, 'SECOND_FACTOR_NEEDED'])
    await clerk.browser.call('confirmSecondFactor', { totp: clerk.totp() })
    expect(await told(input(third, consent_id))).toEqual([200, undefined])
  })

  test("the brand's cap for a day and its hours hold", async () => {
    const card = await newCard()
    const input = wanted(card, await agree(card))
    await settings({ daily_cap: 1 })
    expect(await told(input)).toEqual([409, 'DAILY_CAP'])
    const hour = (shift: number) => new Date(server.clock.read() + (8 + shift) * 3_600_000).toISOString().slice(11, 16)
    await settings({ daily_cap: null, allowed_hours: { from: hour(1), to: hour(2) } })
    expect(await told(input)).toEqual([409, 'HOURS_CLOSED'])
    await settings({ allowed_hours: { from: hour(-1), to: hour(1) } })
    expect(await told(input)).toEqual([200, undefined])
    await settings({ allowed_hours: null })
  })

  test('a card that the platform refuses or has ended already leaves its consent unused', async () => {
    const { api, card_id } = server
    const card = await newCard()
    const consent_id = await agree(card)
    const stranger = { user_card_code: '4785999999', openid: card.openid }
    const refused = await clerk.browser.call('invalidateCard', wanted(stranger, await agree(stranger)))
    expect(refused).toMatchObject({ state: 'not_found', request_count: 0, code: expect.any(String) })
    await api.userCards.invalidate(card.user_card_code, { brand_id, card_id, openid: card.openid, invalid_reason })
    expect(await clerk.browser.call('invalidateCard', wanted(card, consent_id))).toMatchObject({
      state: 'already_invalid',
      proof: 'read_back',
      invalid_time: time,
      request_count: 0,
    })
    expect(await clerk.browser.call('getConsent', { brand_id, consent_id })).toMatchObject({ state: 'recorded' })
  })

  test('an answer that is lost is read back', async () => {
    const card = await newCard()
    await server.platform.sandbox.faults.add({ fault: 'answer_lost', on: 'invalidateUserCard' })
    const done = await clerk.browser.call('invalidateCard', wanted(card, await agree(card)))
    expect(done).toMatchObject({ state: 'done', proof: 'read_back', invalid_time: time, request_id, request_count: 1 })
  })

  test('an outcome that is unknown blocks its card until it is settled, by whoever asks or by the background', async () => {
    const { api, card_id } = server
    const cards = [await newCard(), await newCard(), await newCard()] as const
    const consents = [await agree(cards[0]), await agree(cards[1]), await agree(cards[2])] as const
    await server.platform.sandbox.faults.add({ fault: 'connection_reset', on: 'invalidateUserCard', count: 3 })
    const invalidation = (index: 0 | 1 | 2) => clerk.browser.call('invalidateCard', wanted(cards[index], consents[index]))
    const [asked, late, lost] = await Promise.all([invalidation(0), invalidation(1), invalidation(2)])
    for (const unknown of [asked, late, lost]) {
      expect(unknown).toMatchObject({ state: 'unknown', reconcile_after: time, request_count: 1 })
      expect(unknown).not.toHaveProperty('end_time')
    }
    const { invalidation_id } = asked
    const busy = { status: 409, code: 'CARD_BUSY', detail: { invalidation_id } }
    expect(await clerk.browser.result('invalidateCard', wanted(cards[0], await agree(cards[0])))).toEqual(busy)
    expect(await clerk.browser.call('reconcileInvalidation', { brand_id, invalidation_id })).toMatchObject({ state: 'unknown' })
    // As if these calls had been on their way all the time.
    for (const { user_card_code, openid } of cards.slice(0, 2))
      await api.userCards.invalidate(user_card_code, { brand_id, card_id, openid, invalid_reason })
    const settled = await clerk.browser.call('reconcileInvalidation', { brand_id, invalidation_id })
    expect(settled).toMatchObject({ state: 'done', proof: 'read_back', invalid_time: time, request_id, end_time: time })
    expect(await clerk.browser.call('reconcileInvalidation', { brand_id, invalidation_id })).toEqual(settled)
    expect(await clerk.browser.result('reconcileInvalidation', { brand_id, invalidation_id: 'none' })).toEqual({
      status: 404,
      code: 'INVALIDATION_UNKNOWN',
    })
    expect(await endOf(late.invalidation_id)).toMatchObject({ state: 'done', proof: 'read_back' })
    await server.advance(95)
    expect(await endOf(lost.invalidation_id)).toMatchObject({ state: 'rejected', code: 'NO_EFFECT', request_count: 1 })
    expect(await clerk.browser.call('getConsent', { brand_id, consent_id: consents[2] })).toMatchObject({ state: 'recorded' })
    expect(await invalidation(2)).toMatchObject({ state: 'done', attempts: 1 })
    const { data } = await clerk.browser.call('listInvalidations', server.named(cards[2]))
    expect(data.map(({ state }) => state)).toEqual(['done', 'rejected'])
  })

  test('the audit log verifies, and the log contains no personal data', async () => {
    expect(await auditor.browser.call('verifyAuditLog', { brand_id })).toMatchObject({ ok: true, findings: [] })
    expect(server.leaks()).toEqual([])
  })
})
