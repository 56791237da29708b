import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestStaff } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id, type TestCard } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import type { Visit } from './fixtures/visit.ts'

describe('batches on the page', () => {
  let console: TestConsole
  let author: TestStaff
  let approver: TestStaff
  beforeAll(async () => {
    // On SQLite the tests of the API drive batches as well.
    console = await startTestConsole({ kind: 'postgres', per_second: 1000 })
    author = await console.join('wang', { brand_id, role: 'author' })
    approver = await console.join('li', { brand_id, role: 'approver' })
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  const upload = async ({ page }: Visit, name: string, text: string) => {
    await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: '上传并读取' }).click()
  }
  // A run of hundreds of rows may be long on a busy machine.
  const tag = (page: Page, state: string) => page.locator('main').getByText(state, { exact: true }).first().waitFor()
  const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

  /** A batch that is checked and waits for an approval. */
  const checked = async (cards: readonly TestCard[]) => {
    const { batch_id } = await author.browser.prepare({ brand_id, file_name: `${cards.length}.csv` }, console.csv(cards))
    await author.browser.call('checkBatch', { batch_id })
    await expect.poll(async () => (await author.browser.call('getBatch', { batch_id })).state).toBe('checked')
    return batch_id
  }
  /** One that is approved, and runs without a stop after its first cards. */
  const approved = async (cards: readonly TestCard[]) => {
    await console.set({ canary_rows: 0 })
    const batch_id = await checked(cards)
    const { plan_sha256 = '', plan_count = 0 } = await author.browser.call('getBatch', { batch_id })
    await approver.browser.call('sampleBatchRows', { batch_id })
    await approver.browser.call('approveBatch', { batch_id, count: plan_count, plan_sha256, totp: approver.totp() })
    return batch_id
  }

  it('goes from a file of 500 rows with faults to its evidence, approved by a second person in a second browser', async () => {
    const cards = await console.importCards(497)
    const damaged = `${console.card_id},4.78516E+11,obLatj99999999,退会,sms,2026-11-01 10:00,2026-11-02 10:00,\n`
    const unknown = { user_card_code: '478599999999', openid: 'obLatjNobodyOfAll' }
    const twice = cards[0] ?? unknown
    const text = `${console.csv([...cards, unknown])}${damaged}${console.csv([twice]).split('\n')[1]}\n`
    await using first = await console.open({ staff: author })
    await using second = await console.open({ staff: approver })
    await first.goto('/batches')
    await first.expectClean()
    await first.page.getByRole('main').getByRole('link', { name: '上传新批次' }).first().click()
    await first.settled()
    await first.expectClean()
    await upload(first, '退会名单.csv', text)
    await tag(first.page, '待检查')
    const faults = first.page.getByRole('table', { name: '有问题的单元格' })
    await expect
      .poll(() => faults.getByRole('row').allInnerTexts())
      .toEqual([
        expect.stringMatching(/^行\s+列\s+单元格内容\s+问题$/),
        expect.stringMatching(/^500\s+user_card_code\s+4\.78516E\+11\s+Excel把长数字变成了科学计数法/),
        expect.stringMatching(/^501\s+user_card_code\s+478\*{4}0000\s+文件中更早的一行已有同一张卡/),
      ])
    await first.expectClean()
    await first.page.getByRole('button', { name: '检查 498 行' }).click()
    await tag(first.page, '待审批')
    const found = first.page.getByRole('list', { name: '各检查结果的行数' })
    expect((await found.getByRole('listitem').allInnerTexts()).map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
      '可作废 497',
      '不存在 1',
    ])
    await first.page.getByText('等待另一名员工审批', { exact: false }).first().waitFor()
    await first.expectClean()

    await second.goto(new URL(first.page.url()).pathname)
    const count = second.page.getByLabel('输入计划作废的张数')
    expect(await count.isDisabled()).toBe(true)
    await second.page.getByRole('button', { name: '打开样本行' }).click()
    await second.page.getByText('497 行中的 10 行', { exact: false }).waitFor()
    const approve = second.page.getByRole('button', { name: '批准 497 张' })
    await count.fill('496')
    expect(await approve.isDisabled()).toBe(true)
    await count.fill('497')
    await second.expectClean()
    await approve.click()
    await tag(second.page, '待执行')

    // The author's page has learnt of it by itself.
    await first.page.getByRole('button', { name: '开始作废 497 张' }).click()
    await first.page.getByText('先行部分已完成', { exact: false }).waitFor()
    await first.expectClean()
    await first.page.getByRole('button', { name: '继续作废其余 487 张' }).click()
    await tag(first.page, '已完成')
    await first.page.getByText('已作废 497', { exact: false }).first().waitFor()
    await first.expectClean()
    for (const name of ['结果文件（CSV）', '失败的行（可再次上传）', '可打印的凭证页', '证据包（ZIP）']) {
      const address = await first.page.getByRole('link', { name }).getAttribute('href')
      expect((await first.context.request.get(address ?? '')).status()).toBe(200)
    }
    await first.goto('/batches')
    const row = first.page.getByRole('row', { name: /退会名单/ })
    await row.getByText('已完成', { exact: true }).waitFor()
    await first.expectClean()
  })

  it('shows all rows in a table that is one for assistive technology, filtered and from any place', async () => {
    const batch_id = await checked(await console.importCards(300, 10_000))
    await using visit = await console.open({ staff: author })
    await visit.goto(`/batches/${batch_id}`)
    const table = visit.page.getByRole('table', { name: '批次的行' })
    await table.getByRole('row').nth(5).waitFor()
    expect(await table.getAttribute('aria-rowcount')).toBe('301')
    const scroller = visit.page.getByRole('region', { name: '批次的行' })
    await scroller.focus()
    await visit.page.keyboard.press('End')
    await table.getByText('478****0299', { exact: false }).waitFor()
    const session = await visit.context.newCDPSession(visit.page)
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const roles = nodes.filter(({ ignored }) => !ignored).map(({ role }) => role?.value)
    expect(roles.filter((role) => role === 'table').length).toBeGreaterThanOrEqual(1)
    expect(roles.filter((role) => role === 'row').length).toBeGreaterThan(10)
    expect(roles.filter((role) => role === 'columnheader').length).toBeGreaterThanOrEqual(8)
    expect(roles.filter((role) => role === 'cell').length).toBeGreaterThan(80)
    await visit.page.getByRole('combobox', { name: '检查结果' }).selectOption({ label: '不存在' })
    await visit.page.getByText('没有符合筛选条件的行').waitFor()
    expect(new URL(visit.page.url()).searchParams.get('found')).toBe('not_found')
    await visit.expectClean()
  })

  it('is rejected with a reason that everybody sees', async () => {
    const batch_id = await checked(await console.importCards(2, 20_000))
    await using visit = await console.open({ staff: approver, language: 'en', theme: 'dark', width: 375 })
    await visit.goto(`/batches/${batch_id}`)
    await visit.page.getByRole('button', { name: 'Reject', exact: true }).click()
    const submit = visit.page.getByRole('button', { name: 'Reject the plan of 2 cards' })
    expect(await submit.isDisabled()).toBe(true)
    await visit.page.getByLabel('Reason', { exact: true }).last().fill('the file is of another brand')
    await visit.expectClean()
    await submit.click()
    await visit.page.getByText('Rejected', { exact: true }).first().waitFor()
    await visit.page.getByText('the file is of another brand').waitFor()
    await visit.expectClean()
  })

  it('cannot be approved by its author, on the page as elsewhere', async () => {
    const manager = await console.join('zhao', { brand_id, role: 'manager' })
    const { batch_id } = await manager.browser.prepare({ brand_id }, console.csv(await console.importCards(2, 30_000)))
    await manager.browser.call('checkBatch', { batch_id })
    await using visit = await console.open({ staff: manager })
    await visit.goto(`/batches/${batch_id}`)
    await visit.page.getByText('您是该批次的制作人，不能审批自己的批次', { exact: false }).waitFor()
    expect(await visit.page.getByRole('button', { name: /批准/ }).count()).toBe(0)
  })

  it('says why its breaker stopped it, and goes on when somebody resumes it', async () => {
    const batch_id = await approved(await console.importCards(30, 40_000))
    await console.platform.sandbox.faults.add({ fault: 'system_error', on: 'getUserCard', count: 1000 })
    await using visit = await console.open({ staff: author })
    await visit.goto(`/batches/${batch_id}`)
    await visit.page.getByRole('button', { name: '开始作废 30 张' }).click()
    await visit.page
      .getByRole('region', { name: '执行', exact: true })
      .getByText('熔断：连续 5 次返回 SYSTEM_ERROR', { exact: false })
      .waitFor()
    await visit.page
      .getByRole('table', { name: '执行经过' })
      .getByRole('row', { name: /熔断停止/ })
      .waitFor()
    await visit.expectClean()
    await console.platform.sandbox.faults.remove()
    await visit.page.getByRole('button', { name: '继续作废其余 30 张' }).click()
    await tag(visit.page, '已完成')
  })

  it('leaves out a card whose member withdrew after the approval', async () => {
    const cards = await console.importCards(3, 50_000)
    const batch_id = await approved(cards)
    const { data } = await author.browser.call('listBatchRows', { batch_id })
    await author.browser.call('withdrawConsent', { brand_id, consent_id: data[1]?.consent_id ?? '' })
    await using visit = await console.open({ staff: author })
    await visit.goto(`/batches/${batch_id}`)
    await visit.page.getByRole('button', { name: '开始作废 3 张' }).click()
    await tag(visit.page, '已完成')
    const table = visit.page.getByRole('table', { name: '批次的行' })
    // The whole message, wherever its column ends.
    await table
      .getByRole('row', { name: /缺少同意/ })
      .getByRole('button', { name: '该同意已撤回 (CONSENT_WITHDRAWN)' })
      .click()
    await visit.page.locator(':popover-open').getByText('该同意已撤回 (CONSENT_WITHDRAWN)').waitFor()
    expect(await table.getByText('缺少同意', { exact: true }).count()).toBe(1)
  })

  it('asks for what a file needs, and says why it cannot be read', async () => {
    await using visit = await console.open({ staff: author })
    const text = console.csv(await console.importCards(1, 60_000))
    await visit.goto('/batches/new')
    await upload(visit, 'one.csv', text)
    await tag(visit.page, '待检查')
    await visit.goto('/batches/new')
    await upload(visit, 'one.csv', text)
    await visit.page.getByText('BATCH_FILE_AGAIN').waitFor()
    await visit.expectClean()
    await visit.page.getByLabel('再次上传的原因').fill('第一次上传错了品牌')
    await visit.page.getByRole('button', { name: '上传并读取' }).click()
    await tag(visit.page, '待检查')
    expect(idOf(visit.page)).toMatch(/^batch/)
    await visit.goto('/batches/new')
    // Its head is right, and so are its first rows.
    const many = Array.from({ length: 700 }, (_, index) => ({
      user_card_code: `4785${61_000_000 + index}`,
      openid: `obLatj${61_000_000 + index}`,
    }))
    await upload(visit, 'damaged.csv', `${console.csv(many)}"open\n`)
    await tag(visit.page, '读取失败')
    await visit.page.getByText('QUOTE_DAMAGED').waitFor()
    await visit.page.getByText('第 702 行', { exact: false }).waitFor()
    await visit.expectClean()
  })
})
