import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machineOperator } from '../../desk/src/index.ts'
import { password } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'

const people = [
  { name: 'zhang', full_name: '张婷', role: 'clerk' },
  { name: 'wang', full_name: '王敏', role: 'author' },
  { name: 'li', full_name: '李强', role: 'approver' },
] as const

describe('a demo that a newcomer opens', () => {
  let console: TestConsole
  let code = ''
  beforeAll(async () => {
    const cards: { brand_id: string; card_id: string; user_card_code: string; openid: string }[] = []
    console = await startTestConsole({ demo: { people, cards } })
    for (const { name, full_name, role } of people)
      await console.local.staff.add(machineOperator, { name, full_name, password, grants: [{ brand_id: '*', role }] })
    const notice = { text_zh: '会员卡将永久失效。', text_en: 'The card ends.', brand_name: '青禾书店', brand_contact: '400-800-1234' }
    await console.administrator.browser.call('addNotice', { brand_id, ...notice })
    const [card] = await console.importCards(1)
    if (card === undefined) throw new Error('there is no card')
    cards.push({ brand_id, card_id: console.card_id, ...card })
    code = card.user_card_code
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  it('leads from one address to the first ended card, without a password and without a code', async () => {
    await using visit = await console.open()
    const { page } = visit
    await visit.goto('/')
    await visit.expectClean()
    await page.getByRole('button', { name: /王敏/ }).click()
    await page.getByRole('heading', { name: '第一步：作废演示中的一张会员卡' }).waitFor()
    await visit.settled()
    await visit.expectClean()
    // Whoever began as another is a click away from being the clerk.
    await page.getByRole('button', { name: '张婷 (zhang) 客服' }).click()
    await page.getByRole('button', { name: '账号：张婷' }).waitFor()
    await page.getByRole('link', { name: '打开查卡' }).click()
    await page.getByRole('button', { name: '查询' }).click()
    await page.waitForURL(/\/cards\//)
    expect(page.url()).not.toContain('obLatj')
    await page.getByRole('button', { name: '作废', exact: true }).click()
    await page.getByLabel('告知时间', { exact: true }).fill('2026-11-01T10:00')
    await page.getByLabel('同意时间', { exact: true }).fill('2026-11-02T10:00')
    await page.getByRole('button', { name: '用户申请退会' }).click()
    await page.getByRole('button', { name: '登记同意' }).click()
    await page.getByText('将使用以下同意').waitFor()
    await page.getByLabel(/请会员报出卡号的后 4 位/).fill(code.slice(-4))
    await page.getByRole('button', { name: '作废这 1 张会员卡' }).click()
    await page.getByRole('button', { name: '演示：代填验证码' }).click()
    await page.getByRole('heading', { name: '会员卡已作废' }).waitFor()
    await page.getByRole('link', { name: '今日' }).click()
    await page.getByRole('heading', { name: '已作废演示中的第一张会员卡' }).waitFor()
    await page.getByRole('img', { name: '近 30 天共作废 1 张会员卡，单日最多 1 张' }).waitFor()
    await visit.goto('/')
    await page.getByText('正常').waitFor()
    await visit.expectClean()
    await page.getByRole('button', { name: '不再显示' }).click()
    await visit.goto('/')
    expect(await page.getByText('已作废演示中的第一张会员卡').count()).toBe(0)
  })

  it('fills no code in for whoever is not of the demo', async () => {
    await using visit = await console.open({ staff: console.administrator, language: 'en' })
    await console.advance(400)
    await visit.goto(`/settings?brand=${brand_id}`)
    await visit.page.getByRole('spinbutton', { name: 'Approvals that a batch needs' }).fill('2')
    await visit.page.getByRole('button', { name: 'Save changes' }).click()
    await visit.page.getByRole('dialog').getByLabel('Authenticator code').fill(console.administrator.next())
    expect(await visit.page.getByRole('button', { name: /demo/i }).count()).toBe(0)
    await visit.page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click()
    await visit.page.getByRole('status').getByText('Saved.').waitFor()
  })
})
