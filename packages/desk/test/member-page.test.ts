import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { Browser } from './fixtures/browser.ts'
import { password, startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id, type TestCard } from './fixtures/environment.ts'

const invalid_reason = '用户申请退会'
const evil = '<script>alert(1)</script>"\'&'
const texts = { text_zh: `您的会员卡将永久失效。${evil}`, text_en: `Your card will end for good. ${evil}` }
const responsible = { brand_name: `演示咖啡 ${evil}`, brand_contact: '400-800-1234', loss_zh: `积分清零 ${evil}` }
// Of the connection: one on which a body is left unread is closed.
const hop = new Set(['connection', 'keep-alive'])
const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe.each(kinds)('the page of a member on %s', (kind) => {
  let server: TestDeskServer
  let clerk: TestStaff
  let auditor: TestStaff
  let member: Browser
  let last = 0
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    auditor = await server.join('auditor', { brand_id, role: 'auditor' })
    member = new Browser(server.desk.url)
    const [card] = await server.importCards(1, last++)
    const asked = { ...server.named(card ?? { user_card_code: '', openid: '' }), invalid_reason }
    // Version 0 names nobody who is responsible.
    expect(await clerk.browser.result('requestConsent', asked)).toEqual({
      status: 409,
      code: 'NOTICE_INCOMPLETE',
      detail: { field: 'brand_name', notice_version: 0 },
    })
    await server.administrator.browser.call('addNotice', { brand_id, ...texts, ...responsible })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const newCard = async (): Promise<TestCard> => {
    const [card] = await server.importCards(1, last++)
    if (card === undefined) throw new Error('there is no card')
    return card
  }
  const ask = async (card: TestCard) => {
    const asked = await clerk.browser.call('requestConsent', { ...server.named(card), invalid_reason })
    const path = new URL(asked.link).pathname
    server.secrets.add(path.slice(3))
    return { ...asked, path }
  }
  const open = async (path: string) => {
    const { status, headers, bytes } = await member.send('GET', path)
    return { status, headers, html: bytes.toString() }
  }
  const shownIn = (html: string) => /name="shown" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const answer = async (path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
    const body = new URLSearchParams(fields).toString()
    const answered = await member.send('POST', path, { body, headers: { ...form, ...headers } })
    return { status: answered.status, headers: answered.headers, html: answered.bytes.toString() }
  }
  const events = async (action: string) => {
    const { data } = await auditor.browser.call('listAuditEvents', { brand_id, limit: 1, action })
    return data[0]
  }
  const requestsOf = async (card: TestCard) => (await clerk.browser.call('listConsentRequests', server.named(card))).data

  test('shows what is asked, masked and escaped, and changes nothing however often it is opened', async () => {
    const card = await newCard()
    const { path, link, ...asked } = await ask(card)
    expect(link).toMatch(new RegExp(`^${server.desk.url}/m/[\\w-]{22}$`))
    expect(asked).toMatchObject({
      state: 'open',
      notice_version: 1,
      code_last4: card.user_card_code.slice(-4),
      requested_by: clerk.staff_id,
    })
    const first = await open(path)
    expect(first.status).toBe(200)
    expect(first.html).toContain(`**** ${card.user_card_code.slice(-4)}`)
    for (const secret of [card.user_card_code, card.openid, '<script', 'javascript']) expect(first.html).not.toContain(secret)
    const escaped = '&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;'
    for (const text of [`演示咖啡 ${escaped}`, `积分清零 ${escaped}`, `永久失效。${escaped}`, '400-800-1234', invalid_reason])
      expect(first.html).toContain(text)
    const english = await open(`${path}?lang=en`)
    expect(english.html).toContain(`for good. ${escaped}`)
    expect(english.html).toContain('<html lang="en">')
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      ),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
    })
    const style = /<style>([\s\S]*)<\/style>/.exec(first.html)?.[1] ?? ''
    expect(first.headers.get('content-security-policy')).toContain(createHash('sha256').update(style).digest('base64'))
    expect((await member.send('HEAD', path)).status).toBe(200)
    expect((await requestsOf(card)).map(({ state }) => state)).toEqual(['open'])
  })

  test('records a consent by the click of the member, which needs no file and ends the card', async () => {
    const card = await newCard()
    const { path, consent_request_id } = await ask(card)
    const shown = shownIn((await open(path)).html)
    const agreed = await answer(path, { answer: 'agree', language: 'zh-CN', shown })
    expect(agreed.status).toBe(200)
    const { data } = await clerk.browser.call('listConsents', server.named(card))
    const [consent] = data
    if (consent === undefined) throw new Error('there is a consent')
    expect(consent).toMatchObject({
      state: 'recorded',
      channel: 'online',
      expressed: 'click',
      proof: 'member_page',
      agreed_by: 'member',
      told_by: 'member page',
      recorded_by: 'member',
      language: 'zh-CN',
      notice_version: 1,
      text_sha256: createHash('sha256').update(texts.text_zh).digest('hex'),
      evidence_sha256: [],
    })
    expect(agreed.html).toContain(consent.consent_id)
    const facts = { consent_id: consent.consent_id, consent_request_id, text_sha256: consent.text_sha256, proof: 'member_page' }
    expect(await events('consent.record')).toMatchObject({ actor: 'member', facts })
    const answered = { state: 'agreed', consent_id: consent.consent_id, language: 'zh-CN', end_time: expect.any(String) }
    expect(await requestsOf(card)).toMatchObject([answered])
    const stop = await clerk.browser.result('stopConsentRequest', { brand_id, consent_request_id })
    expect(stop).toEqual({ status: 409, code: 'CONSENT_REQUEST_ANSWERED' })
    const input = { ...server.named(card), consent_id: consent.consent_id, invalid_reason, last_four: card.user_card_code.slice(-4) }
    expect(await clerk.browser.call('invalidateCard', { ...input, totp: clerk.totp() })).toMatchObject({ state: 'done' })
  })

  test('records a refusal as a withdrawal of what was agreed before', async () => {
    const card = await newCard()
    const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
    const recording = { ...server.named(card), ...times, channel: 'sms' as const, invalid_reason }
    const { consent_id } = await clerk.browser.call('recordConsent', recording)
    const { path } = await ask(card)
    const shown = shownIn((await open(`${path}?lang=en`)).html)
    expect((await answer(path, { answer: 'refuse', language: 'en', shown })).html).toContain('You did not agree')
    expect(await clerk.browser.call('getConsent', { brand_id, consent_id })).toMatchObject({ state: 'withdrawn', withdrawn_by: 'member' })
    expect(await requestsOf(card)).toMatchObject([{ state: 'refused', language: 'en' }])
    expect(await events('consent.refuse')).toMatchObject({ actor: 'member', facts: { consent_ids: [consent_id] } })
    expect(await clerk.browser.result('recordConsent', recording)).toMatchObject({ code: 'AGREED_BEFORE_WITHDRAWAL' })
    // A later click counts, also in the second of the refusal.
    const later = await ask(card)
    const page = await open(later.path)
    expect((await answer(later.path, { answer: 'agree', language: 'zh-CN', shown: shownIn(page.html) })).status).toBe(200)
    expect(await clerk.browser.call('listConsents', { ...server.named(card), state: 'recorded' })).toMatchObject({ total_count: 1 })
  })

  test('tells the same of every link that leads nowhere', async () => {
    const card = await newCard()
    const [replaced, stopped] = [await ask(card), await ask(card)]
    expect(stopped.replaced).toBe(replaced.consent_request_id)
    const shown = shownIn((await open(stopped.path)).html)
    const of = { brand_id, consent_request_id: stopped.consent_request_id }
    expect(await clerk.browser.call('stopConsentRequest', of)).toMatchObject({ state: 'stopped', stopped_by: clerk.staff_id })
    expect(await clerk.browser.call('stopConsentRequest', of)).toMatchObject({ state: 'stopped' })
    const used = await ask(await newCard())
    const usedShown = shownIn((await open(used.path)).html)
    await answer(used.path, { answer: 'agree', language: 'zh-CN', shown: usedShown })
    const open_ = await ask(await newCard())
    const openShown = shownIn((await open(open_.path)).html)
    const fields = { answer: 'agree', language: 'zh-CN', shown }
    const answers = [
      await open('/m/AAAAAAAAAAAAAAAAAAAAAA'),
      await open('/m/short'),
      await open(replaced.path),
      await open(stopped.path),
      await open(used.path),
      await answer(stopped.path, fields),
      await answer('/m/AAAAAAAAAAAAAAAAAAAAAA', fields),
      // Forms that this desk did not make for this link, and what is no form.
      await answer(open_.path, fields),
      await answer(open_.path, { answer: 'agree', language: 'en', shown: openShown }),
      await answer(open_.path, { answer: 'maybe', language: 'zh-CN', shown: openShown }),
      await answer(open_.path, { answer: 'agree', shown: openShown.replace(/^\d/, '9') }),
      await answer(open_.path, { answer: 'agree', language: 'zh-CN', shown: openShown, more: 'x'.repeat(5000) }),
      await answer(open_.path, {}, { 'content-type': 'application/json' }),
      await answer(used.path, { answer: 'refuse', language: 'zh-CN', shown: usedShown }),
    ]
    const [first] = answers
    const facts = ({ status, html, headers }: (typeof answers)[number]) => [
      status,
      html,
      headers.get('content-security-policy'),
      [...headers.keys()].filter((name) => !hop.has(name)).sort(),
    ]
    expect(first?.status).toBe(404)
    for (const one of answers) expect(facts(one)).toEqual(first && facts(first))
    expect((await member.send('PUT', open_.path)).status).toBe(404)
    // The link still works for its member.
    expect((await answer(open_.path, { answer: 'agree', language: 'zh-CN', shown: openShown })).status).toBe(200)
  })

  test('tells the same to a second tap, for a minute', async () => {
    const { path } = await ask(await newCard())
    const shown = shownIn((await open(path)).html)
    const fields = { answer: 'agree', language: 'zh-CN', shown }
    const both = await Promise.all([answer(path, fields), answer(path, fields)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(both[0]?.html).toBe(both[1]?.html)
    await server.advance(61)
    expect((await answer(path, fields)).status).toBe(404)
  })

  test('works for seven days', async () => {
    const { path } = await ask(await newCard())
    await server.advance(7 * 86_400 - 60)
    const { html, status } = await open(path)
    expect(status).toBe(200)
    await server.advance(120)
    expect((await open(path)).status).toBe(404)
    expect((await answer(path, { answer: 'agree', language: 'zh-CN', shown: shownIn(html) })).status).toBe(404)
    await clerk.browser.call('openSession', { name: 'clerk', password, totp: clerk.totp() })
    expect((await clerk.browser.call('listConsentRequests', { brand_id, state: 'open', limit: 1 })).data).toMatchObject([
      { state: 'expired' },
    ])
  })

  test('opens so many pages in a minute for one address', async () => {
    const statuses = new Set<number>()
    for (let opened = 0; opened < 130; opened++) statuses.add((await open('/m/AAAAAAAAAAAAAAAAAAAAAA')).status)
    expect([...statuses]).toEqual([404, 429])
  })

  test('the log has no link and nothing of a member', () => {
    expect(server.log.text).toContain('answerMemberPage')
    expect(server.leaks()).toEqual([])
  })
})
