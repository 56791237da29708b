import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { TestStaff } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id, type TestCard } from '../../desk/test/fixtures/environment.ts'
import { evidenceFiles } from '../../desk/test/fixtures/evidence-files.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import type { Visit } from './fixtures/visit.ts'

const invalid_reason = '用户申请退会'
const act = { name: '作废这 1 张会员卡' } as const
const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }

describe.each(kinds)('one card, on %s', (kind) => {
  let console: TestConsole
  let clerk: TestStaff
  let last = 0
  beforeAll(async () => {
    console = await startTestConsole({ kind })
    clerk = await console.join('zhang', { brand_id, role: 'clerk' })
    const notice = { text_zh: '会员卡将永久失效。', text_en: 'The card ends.', brand_name: '山茶咖啡', brand_contact: '400-800-1234' }
    await console.administrator.browser.call('addNotice', { brand_id, ...notice })
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  const newCard = async (): Promise<TestCard> => {
    const [card] = await console.importCards(1, 1000 + last++)
    if (card === undefined) throw new Error('there is no card')
    return card
  }
  const agree = async (card: TestCard) =>
    (await clerk.browser.call('recordConsent', { ...console.named(card), ...times, channel: 'sms', invalid_reason })).consent_id
  const pathOf = (card: TestCard) => `/cards/${console.named(card).card_ref}/invalidate`
  const stateOf = async ({ user_card_code, openid }: TestCard) =>
    (await console.api.userCards.get(user_card_code, { brand_id, card_id: console.card_id, openid })).user_card_state
  const lastFourField = (page: Page) => page.getByLabel(/请会员报出卡号的后 4 位/)
  /** Opens the page of a card with a consent, and types what the member says. */
  const ready = async (visit: Visit, card: TestCard) => {
    await visit.goto(pathOf(card))
    await lastFourField(visit.page).fill(card.user_card_code.slice(-4))
    await expect.poll(() => visit.page.getByRole('button', act).isEnabled()).toBe(true)
  }

  it('is found and ended with a consent that is recorded here, and no address has its code or OpenID', async () => {
    const card = await newCard()
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url()))
    page.on('framenavigated', (frame) => addresses.push(frame.url()))
    await visit.goto('/find')
    await page.keyboard.type(card.openid)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '会员卡信息' }).waitFor()
    expect(await page.locator('main').innerText()).toContain('obL****')
    await page.getByRole('button', { name: '作废', exact: true }).click()
    await page.getByText('作废会员卡不可撤销').waitFor()
    await page.getByLabel('告知时间', { exact: true }).fill('2026-11-01T10:00')
    await page.getByLabel('同意时间', { exact: true }).fill('2026-11-02T10:00')
    await page.getByRole('button', { name: invalid_reason }).click()
    await page.getByRole('button', { name: '登记同意' }).click()
    await page.getByText('将使用以下同意').waitFor()
    // What the member is asked for is nowhere on the page.
    expect(await page.locator('main').innerText()).not.toContain(card.user_card_code.slice(-4))
    const field = lastFourField(page)
    await field.fill('9999')
    await field.press('Enter')
    await page.getByText('与卡号不一致').waitFor()
    expect(await stateOf(card)).toBe('EFFECTIVE')
    await field.fill(card.user_card_code.slice(-4))
    await page.getByText('按下按钮后，服务台将').waitFor()
    await visit.expectClean()
    await page.getByRole('button', act).click()
    await page.getByRole('heading', { name: '会员卡已作废' }).waitFor()
    expect(await page.locator('main').innerText()).toMatch(
      /失效时间\s+20\d\d-\d\d-\d\d \d\d:\d\d:\d\d \+08:00\s+平台 Request-ID\s+[0-9A-F]{20,}-0/,
    )
    await visit.expectClean()
    expect(await stateOf(card)).toBe('INVALID')
    await page.getByRole('link', { name: '查看作废记录' }).click()
    await page.getByText('平台已签名的应答').waitFor()
    expect(addresses.length).toBeGreaterThan(20)
    for (const address of addresses) for (const secret of Object.values(card)) expect(address).not.toContain(secret)
  })

  it('is ended with a consent that the member gives on a phone', async () => {
    const card = await newCard()
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    await visit.goto(pathOf(card))
    await page.getByText('请会员自行确认').click()
    await page.getByRole('button', { name: invalid_reason }).click()
    await page.getByRole('button', { name: '生成链接' }).click()
    await page.getByText('等待会员').waitFor()
    await page.getByRole('img', { name: '会员扫码打开同意页面' }).waitFor()
    await visit.expectClean()
    const [link = ''] = /https?:\/\/\S+\/m\/[\w-]+/.exec(await page.locator('main').innerText()) ?? []
    await using phone = await console.open({ width: 375 })
    await phone.page.goto(link)
    await phone.page.getByRole('button', { name: '同意注销', exact: true }).click()
    await phone.page.getByText('您已同意注销会员卡').first().waitFor()
    await page.getByText('会员在页面上点击').waitFor()
    await lastFourField(page).fill(card.user_card_code.slice(-4))
    await page.getByRole('button', act).click()
    await page.getByRole('heading', { name: '会员卡已作废' }).waitFor()
    expect(await stateOf(card)).toBe('INVALID')
  })

  it('whose outcome is unknown counts down and settles by itself, and nothing there ends it again', async () => {
    const card = await newCard()
    await agree(card)
    await console.platform.sandbox.faults.add({ fault: 'connection_reset', on: 'invalidateUserCard' })
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    await ready(visit, card)
    await page.getByRole('button', act).click()
    await page.getByRole('heading', { name: '结果未知，正在核实' }).waitFor()
    expect(await page.getByRole('timer').innerText()).toMatch(/^\d+:\d\d$/)
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    await visit.expectClean()
    // As if the request had been on its way all the time.
    const { user_card_code, openid } = card
    await console.api.userCards.invalidate(user_card_code, { brand_id, card_id: console.card_id, openid, invalid_reason })
    await page.getByRole('heading', { name: '会员卡已作废' }).waitFor()
    const { data } = await clerk.browser.call('listInvalidations', console.named(card))
    expect(data).toMatchObject([{ state: 'done', proof: 'read_back', request_count: 1 }])
  })

  it('is found ended in the records when the answer of the desk itself is lost, and is sent once', async () => {
    const card = await newCard()
    await agree(card)
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    await ready(visit, card)
    await page.route('**/invalidations', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.getByRole('button', act).click()
    await page.getByRole('heading', { name: '会员卡已作废' }).waitFor()
    expect((await clerk.browser.call('listInvalidations', console.named(card))).total_count).toBe(1)
  })

  it('whose consent is withdrawn in the middle is not ended', async () => {
    const card = await newCard()
    const consent_id = await agree(card)
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    await ready(visit, card)
    // The page does not know yet.
    const { promise: known, resolve: tell } = Promise.withResolvers<void>()
    await page.route('**/consents?*', async (route) => {
      await known
      await route.continue()
    })
    await clerk.browser.call('withdrawConsent', { brand_id, consent_id })
    await page.getByRole('button', act).click()
    await page.getByRole('alert').getByText('CONSENT_WITHDRAWN').waitFor()
    tell()
    await page.getByText('没有可用的同意').waitFor()
    expect(await page.getByRole('button', act).isDisabled()).toBe(true)
    expect(await stateOf(card)).toBe('EFFECTIVE')
    await visit.expectClean()
  })

  it('is not ended while the second factor is refused or left, and what was filled in stays', async () => {
    const card = await newCard()
    await agree(card)
    await console.advance(301)
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    await ready(visit, card)
    await page.getByRole('button', act).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('动态验证码').fill('000000')
    await dialog.getByRole('button', { name: '确认', exact: true }).click()
    await dialog.getByRole('alert').getByText('SECOND_FACTOR_WRONG').waitFor()
    await visit.expectClean()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await stateOf(card)).toBe('EFFECTIVE')
    expect(await lastFourField(page).inputValue()).toBe(card.user_card_code.slice(-4))
    await page.getByRole('button', act).click()
    await dialog.getByLabel('动态验证码').fill(clerk.next())
    await dialog.getByRole('button', { name: '确认', exact: true }).click()
    await page.getByRole('heading', { name: '会员卡已作废' }).waitFor()
    expect(await stateOf(card)).toBe('INVALID')
  })

  it('is ended by a second person where the brand asks for one, and is found by both of them', async () => {
    const colleague = await console.join('zhao', { brand_id, role: 'clerk' })
    await console.set({ single_needs_second_person: true })
    const card = await newCard()
    await agree(card)
    await using first = await console.open({ staff: clerk })
    await first.goto(pathOf(card))
    await lastFourField(first.page).fill(card.user_card_code.slice(-4))
    await first.page.getByText('CONSENT_OWN').waitFor()
    expect(await first.page.getByRole('button', act).isDisabled()).toBe(true)
    await first.page.getByRole('button', { name: '复制本页链接' }).waitFor()
    await first.expectClean()
    await using second = await console.open({ staff: colleague })
    await ready(second, card)
    await second.page.getByText('登记同意的人不能作废该卡').waitFor()
    await second.page.getByRole('button', act).click()
    await second.page.getByRole('heading', { name: '会员卡已作废' }).waitFor()
    expect(await stateOf(card)).toBe('INVALID')
    await console.set({ single_needs_second_person: false })
    await second.goto('/invalidations')
    const rows = second.page.getByRole('table', { name: '作废记录' }).getByRole('row')
    await second.page.getByLabel('作废人').fill('zhao')
    await expect.poll(() => rows.count()).toBe(2)
    expect(await rows.nth(1).innerText()).toMatch(/zhang\s+zhao/)
    await second.page.getByLabel('同意登记人').fill('没有这样的人')
    await second.page.getByText('没有这个人').waitFor()
    await second.page.getByLabel('同意登记人').fill('zha')
    await second.page.getByLabel('同意登记人').fill('zhang')
    await expect.poll(() => new URL(second.page.url()).searchParams.get('recorded')).toBe(clerk.staff_id)
    await expect.poll(() => rows.count()).toBe(2)
    await second.expectClean()
  })

  it('has files of evidence with its consent, and a file that is none is refused by name', async () => {
    const card = await newCard()
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    await page.clock.setFixedTime(console.clock.read())
    await visit.goto(pathOf(card))
    await page.getByLabel('告知渠道').selectOption('store')
    await page.getByRole('button', { name: '告知时间：现在' }).click()
    await page.getByRole('button', { name: '同意时间：现在' }).click()
    await page.getByRole('button', { name: invalid_reason }).click()
    await page.getByText('门店渠道的同意须附凭据文件').waitFor()
    expect(await page.getByRole('button', { name: '登记同意' }).isDisabled()).toBe(true)
    const files = page.locator('input[type=file]')
    const text = { name: '笔记.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') }
    const picture = { name: '签字单.png', mimeType: 'image/png', buffer: evidenceFiles['image/png'] }
    const document = { name: '工单.pdf', mimeType: 'application/pdf', buffer: evidenceFiles['application/pdf'] }
    await files.setInputFiles([text])
    await page.getByText('没有添加 笔记.png').waitFor()
    await page.getByRole('alert').getByText('凭据须为PDF、JPEG或PNG文件').waitFor()
    await files.setInputFiles([picture, document])
    const chosen = page.getByRole('list', { name: '凭据文件' }).getByRole('listitem')
    await expect.poll(() => chosen.count()).toBe(2)
    expect(await page.getByText('没有添加 笔记.png').count()).toBe(0)
    await visit.expectClean()
    await page.getByRole('button', { name: '登记同意' }).click()
    await page.getByText('将使用以下同意').waitFor()
    const { data } = await clerk.browser.call('listConsents', console.named(card))
    expect(data).toMatchObject([{ proof: 'evidence', channel: 'store', evidence_sha256: { length: 2 } }])
    await page.getByRole('link', { name: data[0]?.consent_id ?? '' }).click()
    await page.getByText('凭据文件').first().waitFor()
    await visit.expectClean()
  })

  it('takes no time of a consent that the rules forbid, and says which', async () => {
    const card = await newCard()
    await using visit = await console.open({ staff: clerk })
    const { page } = visit
    await page.clock.setFixedTime(console.clock.read())
    await visit.goto(pathOf(card))
    const [told, agreed] = [page.getByLabel('告知时间', { exact: true }), page.getByLabel('同意时间', { exact: true })]
    await told.fill('2036-11-01T10:00')
    await page.getByText('不能晚于现在').waitFor()
    await told.fill('2026-11-02T10:00')
    await agreed.fill('2026-11-02T09:59')
    await page.getByText('不能早于告知时间').waitFor()
    expect(await agreed.getAttribute('aria-invalid')).toBe('true')
    await agreed.fill('2026-11-02T10:00')
    await page.getByText('不能早于告知时间').waitFor({ state: 'hidden' })
  })

  it('says why it cannot be ended, and a search says why nothing was found', async () => {
    const viewer = await console.join('sun', { brand_id, role: 'viewer' })
    const card = await newCard()
    await using visit = await console.open({ staff: viewer, language: 'en' })
    const { page } = visit
    await visit.goto(`/cards/${console.named(card).card_ref}`)
    const button = page.getByRole('button', { name: 'Invalidate', exact: true })
    await expect.poll(() => button.getAttribute('aria-describedby')).toBe('why-not')
    expect(await button.isDisabled()).toBe(true)
    await visit.goto('/find')
    await page.getByLabel('Card code or OpenID').fill('obLatjNobodyHasThis')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByText('The platform has no card of this OpenID').waitFor()
    await page.getByLabel('Card code or OpenID').fill(card.user_card_code)
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByLabel('OpenID of the member').fill(card.openid)
    await visit.expectClean()
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('heading', { name: 'The card' }).waitFor()
  })
})
