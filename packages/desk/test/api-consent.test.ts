import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'
import { newestEvents } from './fixtures/newest-events.ts'

const told_at = '2026-11-01T10:00:00+08:00'
const agreed_at = '2026-11-02T10:00:00+08:00'
// Of the text of version 0.
const text_sha256 = expect.stringMatching(/^[0-9a-f]{64}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
const request_id = expect.stringMatching(/^[0-9A-F]{20,}-0$/)
const key = expect.stringMatching(/^[\w-]{20,}$/)

describe.each(kinds)('cards and consents over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let clerk: TestStaff
  let auditor: TestStaff
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    auditor = await server.join('auditor', { brand_id, role: 'auditor' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('a card is seen masked, and in full by whoever says why', async () => {
    const { api, card_id } = server
    const member = { user_card_code: '478500001111', openid: 'obLatjMaskedMember01' }
    const card = { brand_id, card_id, ...member }
    const information = { common_field_list: [{ name: 'USER_FORM_FLAG_NAME' as const, value: '韩梅梅' }] }
    const valid_date_information = { type: 'PERMANENT' as const }
    await api.userCards.importByOpenid({ ...card, phone_number: '13812345678', user_information: information, valid_date_information })
    for (const secret of [...Object.values(member), '13812345678', '韩梅梅']) server.secrets.add(secret)
    const seen = {
      ...card,
      openid: 'obL****er01',
      card_type: 'NORMAL',
      card_color: '#2E7D5B',
      card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/desk/0',
      phone_number: '****5678',
      user_information: { common_field_list: [{ name: 'USER_FORM_FLAG_NAME', value: '****' }] },
      valid_date_information,
      pickup_time: time,
      user_card_state: 'EFFECTIVE',
      create_time: time,
      modify_time: time,
    }
    const { card_ref } = server.named(member)
    const template = { card_title: '会员卡', card_color: '#2E7D5B', benefits: '九折', code_type: 'BAR_CODE' }
    const shown = { ...seen, card_ref, connection: 'main', template: { ...template, card_picture_url: seen.card_picture_url }, request_id }
    const byOpenid = await clerk.browser.call('findUserCards', { brand_id, text: member.openid })
    expect(byOpenid).toEqual({ data: [shown], read_as: 'openid', request_id })
    const byCode = { brand_id, text: member.user_card_code }
    expect(await clerk.browser.result('findUserCards', byCode)).toEqual({ status: 400, code: 'OPENID_NEEDED', detail: { field: 'openid' } })
    const consent = { ...server.named(member), channel: 'sms' as const, told_at, agreed_at, invalid_reason: '退会' }
    await clerk.browser.call('recordConsent', consent)
    expect(await clerk.browser.call('findUserCards', byCode)).toEqual({ data: [shown], read_as: 'user_card_code', request_id })
    const reason = 'the member asked by phone'
    const full = await clerk.browser.call('revealUserCard', { ...server.named(member), reason })
    expect(full).toMatchObject({ ...member, phone_number: '13812345678', user_information: information })
    const found = [{ card_id, card_hash: key, code_last4: '1111', user_card_state: full.user_card_state }]
    expect(await newestEvents(auditor, 3)).toEqual([
      expect.objectContaining({ action: 'consent.record' }),
      { actor: clerk.staff_id, action: 'card.look_up', facts: { found } },
      { actor: clerk.staff_id, action: 'card.reveal', facts: { reason, found } },
    ])
    expect(await clerk.browser.result('revealUserCard', { ...server.named(member), reason: '   ' })).toEqual({
      status: 400,
      code: 'REASON_MISSING',
      detail: { field: 'reason' },
    })
    const unsaid = await clerk.browser.result('revealUserCard', server.named(member))
    expect(unsaid).toMatchObject({ status: 400, code: 'PARAM_ERROR', detail: { field: '/reason' } })
  })

  test('all cards of a member are found, and one that is nowhere', async () => {
    const { api } = server
    const text = 'obLatjNobodyHasThis'
    expect(await clerk.browser.call('findUserCards', { brand_id, text })).toEqual({ data: [], read_as: 'openid', request_id })
    const unknown = server.named({ user_card_code: '1', openid: text })
    expect(await clerk.browser.result('getUserCard', unknown)).toEqual({ status: 404, code: 'CARD_UNKNOWN' })
    expect(await clerk.browser.result('revealUserCard', { ...unknown, reason: 'asked' })).toEqual({ status: 404, code: 'CARD_UNKNOWN' })
    expect(await clerk.browser.result('findUserCards', { brand_id, text, connection: 'other' })).toEqual({
      status: 404,
      code: 'CONNECTION_UNKNOWN',
      detail: { field: 'connection', known: ['main'] },
    })
    await server.platform.sandbox.faults.add({ fault: 'bad_gateway', on: 'listUserCards' })
    expect(await clerk.browser.result('findUserCards', { brand_id, text })).toMatchObject({ status: 502, code: 'PLATFORM_FAILED' })
    expect(await clerk.browser.call('listConnections', {})).toEqual({
      data: [
        {
          name: 'main',
          caller_kind: 'merchant',
          caller_id: api.mchid,
          base_url: server.platform.url,
          sandbox: false,
          rehearsal: false,
          per_second: 300,
          health: 'failing',
          last_success_time: time,
          last_failure: { time, code: 'GATEWAY_ERROR' },
        },
      ],
    })
  })

  test('a consent is recorded, listed, got and withdrawn', async () => {
    const [first, second] = await server.importCards(2, 100)
    if (first === undefined || second === undefined) throw new Error('there are no cards')
    const { total_count: before } = await clerk.browser.call('listConsents', { brand_id })
    const wanted = { channel: 'sms' as const, told_at, agreed_at, invalid_reason: '用户申请退会', reference: 'SMS-1' }
    const recorded = await clerk.browser.call('recordConsent', { ...server.named(first), ...wanted })
    const { consent_id } = recorded
    expect(recorded).toEqual({
      consent_id,
      brand_id,
      card_id: server.card_id,
      code_last4: '0100',
      card_ref: server.named(first).card_ref,
      notice_version: 0,
      ...wanted,
      language: 'zh-CN',
      text_sha256,
      told_by: clerk.staff_id,
      expressed: 'reply',
      agreed_by: 'member',
      proof: 'statement',
      evidence_sha256: [],
      state: 'recorded',
      recorded_by: clerk.staff_id,
      record_time: time,
    })
    await clerk.browser.call('recordConsent', { ...server.named(second), ...wanted })
    expect(await clerk.browser.call('getConsent', { brand_id, consent_id })).toEqual(recorded)
    const card = server.named(first)
    expect(await clerk.browser.call('listConsents', card)).toEqual({ data: [recorded], total_count: 1 })
    const all = await clerk.browser.call('listConsents', { brand_id, limit: 1 })
    expect([all.data.map(({ code_last4 }) => code_last4), all.total_count]).toEqual([['0101'], before + 2])
    const withdrawn = { ...recorded, state: 'withdrawn', withdrawn_by: clerk.staff_id, withdraw_time: time }
    expect(await clerk.browser.call('withdrawConsent', { brand_id, consent_id })).toEqual(withdrawn)
    expect(await clerk.browser.call('withdrawConsent', { brand_id, consent_id })).toEqual(withdrawn)
    expect(await clerk.browser.call('listConsents', { ...card, state: 'withdrawn' })).toMatchObject({ total_count: 1 })
    expect(await newestEvents(auditor, 1)).toMatchObject([
      { actor: clerk.staff_id, action: 'consent.withdraw', facts: { consent_ids: [consent_id] } },
    ])
    const unknown = { status: 404, code: 'CONSENT_UNKNOWN' }
    expect(await clerk.browser.result('getConsent', { brand_id, consent_id: 'none' })).toEqual(unknown)
    expect(await clerk.browser.result('withdrawConsent', { brand_id, consent_id: 'none' })).toEqual(unknown)
  })

  test('a consent that cannot be is not recorded', async () => {
    const [card] = await server.importCards(1, 110)
    if (card === undefined) throw new Error('there are no cards')
    const wanted = { ...server.named(card), channel: 'sms', told_at, agreed_at, invalid_reason: '退会' }
    const told = async (change: object) => {
      const { status, code, detail } = await clerk.browser.result('recordConsent', { ...wanted, ...change })
      return [status, code, detail?.field]
    }
    expect(await told({ told_at: '2026-11-03T10:00:00+08:00' })).toEqual([400, 'CONSENT_TIMES', 'agreed_at'])
    expect(await told({ agreed_at: '2036-11-03T10:00:00+08:00' })).toEqual([400, 'CONSENT_TIMES', 'agreed_at'])
    expect(await told({ told_at: 'yesterday' })).toEqual([400, 'PARAM_ERROR', '/told_at'])
    expect(await told({ channel: 'fax' })).toEqual([400, 'PARAM_ERROR', '/channel'])
    expect(await told({ invalid_reason: '退'.repeat(33) })).toEqual([400, 'PARAM_ERROR', '/invalid_reason'])
    expect(await told({ invalid_reason: '退会😀' })).toEqual([400, 'PARAM_ERROR', '/invalid_reason'])
    expect(await told({ card_ref: 'o b' })).toEqual([400, 'PARAM_ERROR', '/card_ref'])
    expect(await told({ card_ref: 'none' })).toEqual([404, 'CARD_REF_WRONG', 'card_ref'])
    expect(await told({ notice_version: 9 })).toEqual([404, 'NOTICE_UNKNOWN', 'notice_version'])
    expect(await told({ evidence_sha256: ['0'.repeat(64)] })).toEqual([404, 'EVIDENCE_UNKNOWN', 'evidence_sha256'])
    expect(await clerk.browser.call('listConsents', server.named(card))).toEqual({ data: [], total_count: 0 })
  })

  test('notices have versions, and consents name the newest', async () => {
    const { browser } = server.administrator
    const texts = { text_zh: '您的会员卡将永久失效。', text_en: 'Your card will end for good.' }
    const [card] = await server.importCards(1, 120)
    if (card === undefined) throw new Error('there are no cards')
    const responsible = { brand_name: '演示咖啡', brand_contact: '400-800-1234', loss_zh: '积分清零。' }
    const [{ version: _, text_zh: _zh, text_en: _en, text_sha256_zh: _h, text_sha256_en: _i, ...usual } = { version: 0 }] = (
      await browser.call('listNotices', { brand_id })
    ).data
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    const hashes = { text_sha256_zh: sha256(texts.text_zh), text_sha256_en: sha256(texts.text_en) }
    expect(await browser.call('addNotice', { brand_id, ...texts, ...responsible })).toEqual({
      version: 1,
      ...texts,
      ...hashes,
      ...usual,
      ...responsible,
      create_time: time,
    })
    expect(await browser.call('addNotice', { brand_id, ...texts })).toMatchObject({ version: 2 })
    const { data } = await browser.call('listNotices', { brand_id })
    expect(data.map(({ version }) => version)).toEqual([2, 1, 0])
    expect(data[2]).not.toHaveProperty('create_time')
    const wanted = { ...server.named(card), channel: 'sms' as const, told_at, agreed_at, invalid_reason: '退会' }
    expect(await clerk.browser.call('recordConsent', wanted)).toMatchObject({ notice_version: 2 })
    const again = { ...wanted, notice_version: 1, language: 'en' as const, supersede: true }
    const how = { told_by: '客服系统', expressed: 'reply' as const, agreed_by: 'guardian' as const }
    expect(await clerk.browser.call('recordConsent', { ...again, ...how })).toMatchObject({
      notice_version: 1,
      language: 'en',
      text_sha256: hashes.text_sha256_en,
      ...how,
    })
  })

  test('settings change one by one, a null means none, and what loosens waits for another administrator', async () => {
    const { browser } = server.administrator
    const usual = await browser.call('getSettings', { brand_id })
    const allowed_hours = { from: '09:00', to: '18:00' }
    const change = { daily_cap: 5, consent_days: 60, allowed_hours }
    expect(await browser.call('changeSettings', { brand_id, change })).toEqual({ settings: { ...usual, ...change } })
    expect(await browser.call('getSettings', { brand_id })).toEqual({ ...usual, ...change })
    for (const [wrong, field] of [
      [{ daily_cap: 0 }, '/change'],
      [{ retention_days: 10 }, '/change'],
      [{ dayly_cap: 5 }, '/change'],
      [{ allowed_hours: { from: '9', to: '10:00' } }, '/change'],
    ] as const) {
      const answer = await browser.result('changeSettings', { brand_id, change: wrong })
      expect([answer.status, answer.code, String(answer.detail?.field).slice(0, field.length)]).toEqual([400, 'PARAM_ERROR', field])
    }
    const back = { daily_cap: null, consent_days: null, allowed_hours: null }
    const { settings, pending } = await browser.call('changeSettings', { brand_id, change: back })
    expect({ settings, pending }).toEqual({
      settings: { ...usual, ...change },
      pending: expect.objectContaining({ kind: 'settings', state: 'pending', brand_id, value: { brand_id, change: back } }),
    })
    await server.confirm(pending?.change_id ?? '')
    expect(await browser.call('getSettings', { brand_id })).toEqual(usual)
    const actor = server.administrator.staff_id
    expect(await newestEvents(auditor, 2, 'settings.change')).toEqual([
      { actor, action: 'settings.change', facts: change },
      { actor, action: 'settings.change', facts: back },
    ])
  })

  test('a character that nobody sees is refused in every text that members read', async () => {
    const card = server.named({ user_card_code: '478500002222', openid: 'obLatjUnseen' })
    const consent = { ...card, channel: 'sms', told_at, agreed_at } as const
    const ended = { ...card, consent_id: 'consent-x', last_four: '2222' }
    const refused = (field: string, issue: string) => ({ status: 400, code: 'CHARACTER_HIDDEN', detail: { field, issue } })
    for (const [text, issue] of [
      ['退\u200B会', 'U+200B'],
      ['\u202E会退', 'U+202E'],
      ['退会\u00AD', 'U+00AD'],
      ['退\uE000会', 'U+E000'],
    ] as const) {
      expect(await clerk.browser.result('recordConsent', { ...consent, invalid_reason: text })).toEqual(refused('invalid_reason', issue))
      expect(await clerk.browser.result('invalidateCard', { ...ended, invalid_reason: text })).toEqual(refused('invalid_reason', issue))
      const { browser } = server.administrator
      for (const field of ['text_zh', 'text_en'] as const)
        expect(await browser.result('addNotice', { brand_id, text_zh: '告知', text_en: 'told', [field]: text })).toEqual(
          refused(field, issue),
        )
    }
  })

  test('the log contains no personal data', () => expect(server.leaks()).toEqual([]))
})
