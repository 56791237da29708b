import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestStaff } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'

let console: TestConsole
let author: TestStaff
beforeAll(async () => {
  console = await startTestConsole({ sandbox: true })
  author = await console.join('zhao', { brand_id, role: 'author' })
})
afterAll(() => console?.[Symbol.asyncDispose]())

const looks = [
  { language: 'zh-CN', theme: 'light', width: 1280 },
  { language: 'en', theme: 'dark', width: 375 },
] as const

describe('connections', () => {
  it.each(looks)('are listed, marked as sandbox or real, in $language and $theme', async (look) => {
    await using visit = await console.open({ staff: console.administrator, ...look })
    await visit.goto(`/connections?brand=${brand_id}`)
    const main = visit.page.getByRole('region', { name: 'main' })
    await main.getByText(look.language === 'en' ? 'Sandbox' : '沙箱', { exact: true }).waitFor()
    await main.getByText(console.platform.url).waitFor()
    await visit.expectClean()
  })

  it('a check with a broken credential shows what is wrong, what to do, and nothing secret', async () => {
    await using visit = await console.open({ staff: console.administrator, language: 'en' })
    const { page } = visit
    await visit.goto(`/connections?brand=${brand_id}`)
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByRole('status').getByText('Everything is in order').waitFor()
    const file = join(console.folder, 'apiv3_key_file')
    const kept = await readFile(file, 'utf8')
    await writeFile(file, 'a key that is too short')
    try {
      await page.getByRole('button', { name: 'Check now' }).click()
      await page.getByRole('status').getByText('1 to correct · 1 not checked').waitFor()
      const wrong = page.getByRole('listitem').filter({ hasText: 'APIv3 key' }).first()
      expect(await wrong.innerText()).toMatch(/to correct\s+APIV3_KEY_LENGTH/)
      expect(await wrong.getByRole('link', { name: 'official page' }).getAttribute('href')).toBe(
        'https://pay.weixin.qq.com/doc/v3/partner/4012081726',
      )
      expect(await page.content()).not.toContain('a key that is too short')
      await visit.expectClean()
    } finally {
      await writeFile(file, kept)
    }
  })

  it('who may not administer sees no check', async () => {
    await using visit = await console.open({ staff: author, language: 'en' })
    await visit.goto(`/connections?brand=${brand_id}`)
    await visit.page.getByRole('region', { name: 'main' }).waitFor()
    expect(await visit.page.getByRole('button', { name: 'Check now' }).count()).toBe(0)
  })
})

describe('a rehearsal', () => {
  it.each(looks)('is marked as one, in $language and $theme', async (look) => {
    await using visit = await console.open({ staff: author, ...look })
    await visit.goto(`/rehearsal?brand=${brand_id}`)
    await visit.page.getByText(look.language === 'en' ? 'No real member is affected.' : '不影响任何真实会员').waitFor()
    await visit.expectClean()
  })

  it('goes from a card that is given to a failed signature that is explained', async () => {
    await using visit = await console.open({ staff: author, language: 'en' })
    const { page } = visit
    await visit.goto(`/rehearsal?brand=${brand_id}`)
    await page.getByLabel('OpenID of the member').fill('rehearsal-li')
    await page.getByRole('button', { name: 'Get the card' }).click()
    const card = page.getByRole('list', { name: 'Cards of this rehearsal' }).getByRole('listitem')
    await card.getByText('Not activated').waitFor()
    await card.getByRole('button', { name: 'Activate' }).click()
    await card.getByText('Valid', { exact: true }).waitFor()
    await card.getByRole('button', { name: 'Open the card' }).click()
    await page.getByText('the platform asks the merchant for the points').waitFor()
    await page.getByRole('tab', { name: 'Notifications' }).click()
    await page.getByText('SYNC_USER_POINT').waitFor()
    await page.getByText('USER_CARD.CREATE').waitFor()
    await visit.expectClean()

    const { mchid, serial_no } = console.platform.credential
    const timestamp = Math.floor(console.clock.seconds)
    const fields = `mchid="${mchid}",nonce_str="n1",signature="YQ==",timestamp="${timestamp}",serial_no="${serial_no}"`
    const headers = { authorization: `WECHATPAY2-SHA256-RSA2048 ${fields}`, accept: 'application/json' }
    const target = '/v3/brand/partner/card-member/cards?brand_id=1004&offset=0&limit=20'
    expect((await fetch(console.platform.url + target, { headers })).status).toBe(401)
    await page.getByRole('tab', { name: 'Requests' }).click()
    await page.getByRole('button', { name: 'Refresh' }).click()
    const request = page.locator('details').filter({ hasText: 'Wrong signature' }).first()
    await request.locator('summary').click()
    await request.getByText('No common mistake fits').waitFor()
    const lines = await request.getByRole('list').getByRole('listitem').locator('code').allInnerTexts()
    expect(lines).toEqual(['GET', target, String(timestamp), 'n1', '(empty line)'])
    await visit.expectClean()
    expect(page.url()).not.toMatch(/rehearsal-li/)
  })

  it('a fault that is switched on makes a lost answer on the card', async () => {
    await using visit = await console.open({ staff: author, language: 'en' })
    const { page } = visit
    await visit.goto(`/rehearsal?brand=${brand_id}`)
    await page.getByRole('combobox', { name: 'Fault', exact: true }).selectOption({ label: 'Answer lost' })
    await page.getByRole('combobox', { name: 'Applies to' }).selectOption({ label: 'End a card' })
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('End a card · once more').waitFor()

    const [card] = await console.importCards(1, 700)
    if (card === undefined) throw new Error('there is no card')
    const clerk = await console.join('sun', { brand_id, role: 'clerk' })
    const named = console.named(card)
    const reason = { invalid_reason: '用户申请退会' }
    const times = { told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
    const { consent_id } = await clerk.browser.call('recordConsent', { ...named, ...reason, ...times, channel: 'sms' })
    const ended = await clerk.browser.call('invalidateCard', {
      ...named,
      ...reason,
      consent_id,
      last_four: card.user_card_code.slice(-4),
      totp: clerk.totp(),
    })
    // The answer was lost, so the card was read.
    expect(ended.state).toBe('done')
    await page.getByRole('button', { name: 'Refresh' }).click()
    const request = page.locator('details').filter({ hasText: 'Answer lost' }).first()
    await request.getByText('End a card').waitFor()
    await page.getByText('No fault is on').waitFor()
  })

  it('turns the clock, and says what that does', async () => {
    await using visit = await console.open({ staff: author, language: 'en' })
    const { page } = visit
    await visit.goto(`/rehearsal?brand=${brand_id}`)
    await page.getByRole('button', { name: 'Forward 1 day' }).click()
    await page.getByText(/^1 day ahead of the desk$/).waitFor()
    await page.getByText('rejects its requests').waitFor()
    await visit.expectClean()
    await page.getByRole('button', { name: 'Back to system time' }).click()
    await page.getByText('rejects its requests').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Reset the sandbox' }).click()
    await page.getByRole('button', { name: 'Confirm the reset' }).click()
    await page.getByText('The sandbox is reset.').waitFor()
    await visit.expectClean()
  })
})
