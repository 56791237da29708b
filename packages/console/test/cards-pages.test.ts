import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestStaff } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import { appearances } from './fixtures/everywhere.ts'

const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
const invalid_reason = '用户申请退会'

describe('pages of cards', () => {
  let console: TestConsole
  let manager: TestStaff
  let paths: readonly string[]
  let agreedCard: string
  let endedCard: string
  beforeAll(async () => {
    console = await startTestConsole()
    manager = await console.join('zhang', { brand_id, role: 'manager' }, { brand_id, role: 'admin' })
    const notice = {
      text_zh: '会员卡将永久失效，无法恢复。',
      text_en: 'The card ends for good.',
      brand_name: '山茶咖啡',
      brand_contact: '400-800-1234',
    }
    await manager.browser.call('addNotice', { brand_id, ...notice })
    const cards = (await console.importCards(4)).map((card) => ({ card, named: console.named(card) }))
    const [agreed, ended, open, asked] = cards
    if (agreed === undefined || ended === undefined || open === undefined || asked === undefined) throw new Error('there are cards')
    const record = (named: typeof agreed.named) =>
      manager.browser.call('recordConsent', { ...named, ...times, channel: 'sms', invalid_reason })
    const { consent_id } = await record(agreed.named)
    const used = await record(ended.named)
    const last_four = ended.card.user_card_code.slice(-4)
    const input = { ...ended.named, consent_id: used.consent_id, invalid_reason, last_four, totp: manager.totp() }
    const { invalidation_id } = await manager.browser.call('invalidateCard', input)
    await manager.browser.call('requestConsent', { ...asked.named, invalid_reason })
    agreedCard = `/cards/${agreed.named.card_ref}`
    endedCard = `/cards/${ended.named.card_ref}`
    // A page after one of another kind is not loaded anew.
    paths = [
      '/find',
      agreedCard,
      '/notices',
      endedCard,
      `${agreedCard}/invalidate`,
      '/consents?show=requests',
      `/cards/${open.named.card_ref}/invalidate`,
      '/invalidations',
      '/consents',
      `/invalidations/${invalidation_id}`,
      `/consents/${consent_id}`,
      '/notices/new',
      '/templates',
      `/templates/${console.card_id}`,
    ]
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  it.each(appearances)('are clean in $language, $theme, $width pixels wide', async (appearance) => {
    await using visit = await console.open({ ...appearance, staff: manager })
    for (const path of paths) {
      await visit.follow(path)
      // An error would be clean as well.
      expect({
        path,
        errors: await visit.page
          .getByRole('alert')
          .getByText(/[A-Z]+_[A-Z]+/)
          .count(),
      }).toEqual({ path, errors: 0 })
      await visit.expectClean()
    }
  })

  it('show lists as tables to whoever reads them by ear', async () => {
    await using visit = await console.open({ staff: manager })
    for (const [path, name, rows] of [
      ['/invalidations', '作废记录', 2],
      ['/consents', '同意记录', 3],
      ['/consents?show=requests', '发给会员的链接', 2],
    ] as const) {
      await visit.goto(path)
      const table = visit.page.getByRole('table', { name })
      expect([path, await table.getByRole('row').count(), await table.getByRole('rowheader').count()]).toEqual([path, rows, rows - 1])
    }
  })

  it('draw the code as the member has it, while the card can be used', async () => {
    await using visit = await console.open({ staff: manager })
    const { page } = visit
    await visit.goto(agreedCard)
    await page.getByRole('img', { name: '会员卡号的条形码' }).waitFor()
    expect(await page.getByRole('img', { name: '会员卡号的二维码' }).count()).toBe(0)
    await visit.goto(endedCard)
    expect(await page.getByRole('img', { name: '会员卡号的条形码' }).count()).toBe(0)
  })

  it('are refused with the name of the permission', async () => {
    const admin = await console.join('wu', { brand_id, role: 'admin' })
    await using visit = await console.open({ staff: admin, language: 'en' })
    for (const path of ['/find', '/invalidations', '/consents', '/templates']) {
      await visit.page.goto(`${path}?brand=${brand_id}`)
      await visit.page
        .getByRole('main')
        .getByText(/permission/i)
        .first()
        .waitFor()
    }
  })

  it('that fail keep the frame around them, which leads to other pages', async () => {
    await using visit = await console.open({ staff: manager, language: 'en' })
    const { page } = visit
    const broken = { data: [null], total_count: 1 }
    await page.route(
      ({ pathname }) => /^\/api\/.*\/consents$/.test(pathname),
      (route) => route.fulfill({ json: broken }),
    )
    await page.goto(`/consents?brand=${brand_id}`)
    await page.getByRole('main').getByRole('heading', { name: 'This page failed' }).waitFor()
    await page.getByRole('link', { name: 'Invalidations' }).click()
    await page.getByRole('main').getByRole('heading', { name: 'Invalidations' }).waitFor()
  })

  it('keep filters in the address, and lead from a card to its consents', async () => {
    await using visit = await console.open({ staff: manager })
    const { page } = visit
    await visit.goto(agreedCard)
    await page.getByRole('region', { name: '同意记录' }).getByRole('link', { name: '全部' }).click()
    await page.getByRole('table', { name: '同意记录' }).waitFor()
    await expect.poll(() => page.getByRole('table').getByRole('row').count()).toBe(2)
    await page.getByLabel('状态').selectOption('withdrawn')
    await page.getByText('没有符合条件的记录').waitFor()
    expect(new URL(page.url()).searchParams.get('state')).toBe('withdrawn')
  })
})
