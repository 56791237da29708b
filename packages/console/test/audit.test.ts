import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyProof } from '../../desk/src/index.ts'
import type { TestStaff } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import { expectCleanEverywhere } from './fixtures/everywhere.ts'

describe('the page of the audit log', () => {
  let console: TestConsole
  let auditor: TestStaff
  let clerk: TestStaff
  beforeAll(async () => {
    console = await startTestConsole()
    auditor = await console.join('郑五', { brand_id: '*', role: 'auditor' })
    clerk = await console.join('张三', { brand_id, role: 'clerk' })
    const told = { channel: 'sms' as const, told_at: '2026-11-01T10:00:00+08:00', agreed_at: '2026-11-02T10:00:00+08:00' }
    const cards = await console.importCards(3, 500)
    for (const card of cards) await clerk.browser.call('recordConsent', { ...console.named(card), ...told, invalid_reason: '用户申请退会' })
    const [card] = cards
    if (card !== undefined) await clerk.browser.call('revealUserCard', { ...console.named(card), reason: '会员来电核对，工单 4711' })
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  test('shows who did what to which card, and finds it by person, kind, card and day', async () => {
    await using visit = await console.open({ staff: auditor, language: 'en' })
    const { page } = visit
    await visit.goto(`/audit?brand=${brand_id}`)
    const rows = page.getByRole('table', { name: 'Audit log' }).getByRole('row')
    await page.getByLabel('What', { exact: true }).selectOption('card.reveal')
    await expect.poll(() => rows.count()).toBe(2)
    expect(await rows.nth(1).textContent()).toMatch(/张三revealed a member's personal dataends in 0500/)
    await rows.nth(1).getByRole('link', { name: 'ends in 0500' }).click()
    await expect.poll(() => rows.count()).toBe(3)
    expect(await rows.nth(2).textContent()).toContain('recorded a consent')
    await page.getByRole('button', { name: /Show all cards/ }).click()
    await page.getByLabel('Who', { exact: true }).fill('张三')
    await page.keyboard.press('Enter')
    await expect.poll(() => rows.count()).toBe(5)
    await page.getByLabel('To', { exact: true }).fill('2026-01-01')
    await page.keyboard.press('Enter')
    await page.getByText('No event matches the filters.').waitFor()
  })

  test('one event is shown in words and as it is stored, and its proof stands alone', async () => {
    const { data } = await auditor.browser.call('listAuditEvents', { brand_id, action: 'card.reveal' })
    const { trees } = await auditor.browser.call('getAuditStatus', { brand_id })
    await using visit = await console.open({ staff: auditor })
    const { page } = visit
    await visit.goto(`/audit/${brand_id}/${data[0]?.index}`)
    await page.getByText('会员来电核对，工单 4711').first().waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /下载证明/ }).click()])
    expect(download.suggestedFilename()).toBe(`${brand_id}-${data[0]?.index}.tlog-proof`)
    const proof = await readFile(await download.path(), 'utf8')
    const { event } = await verifyProof(proof, { vkey: trees.find(({ tree }) => tree === brand_id)?.vkey ?? '' })
    expect(event).toMatchObject({ event_id: data[0]?.event_id, action: 'card.reveal', actor: clerk.staff_id })
  })

  test('one event leads to the consent and the card that it is about', async () => {
    const { data } = await auditor.browser.call('listAuditEvents', { brand_id, action: 'consent.record', limit: 1 })
    const [event] = data
    await using visit = await console.open({ staff: auditor, language: 'en' })
    const { page } = visit
    await visit.goto(`/audit/${brand_id}/${event?.index}`)
    const about = page.getByRole('listitem').filter({ hasText: /^Consent / })
    await about.getByRole('link', { name: String(event?.facts.consent_id) }).click()
    await page.waitForURL((url) => url.pathname === `/consents/${event?.facts.consent_id}`)
    await page.goBack()
    await page
      .getByRole('listitem')
      .filter({ hasText: /^Card / })
      .getByRole('link', { name: `ends in ${event?.facts.code_last4}` })
      .click()
    await page.waitForURL(/\/cards\//)
    await page.getByRole('heading', { name: 'The card' }).waitFor()
  })

  test('a verification is started, and what it finds is told in words', async () => {
    await using visit = await console.open({ staff: auditor, language: 'en' })
    const { page } = visit
    await visit.goto(`/audit?brand=${brand_id}`)
    await page.getByRole('button', { name: 'Verify', exact: true }).click()
    await page.getByText('Verified', { exact: true }).waitFor()
    await console.database.rows("update audit_events set actor = 'desk' where tree = '1004' and action = 'card.reveal'")
    await page.getByRole('button', { name: 'Verify again' }).click()
    await page.getByText('1 findings').waitFor()
    await page.getByText('the content was changed: it does not have its hash').waitFor()
    await console.database.rows(`update audit_events set actor = '${clerk.staff_id}' where tree = '1004' and action = 'card.reveal'`)
  })

  test('who may not read it is told which permission they lack', async () => {
    await using visit = await console.open({ staff: clerk, language: 'en' })
    for (const path of ['/audit', `/audit/${brand_id}/0`]) {
      await visit.page.goto(path)
      await visit.page.getByText('You do not hold the permission “read the audit log”').waitFor()
    }
  })

  test('is clean in both languages and themes, on a screen and a phone', async () => {
    const { data } = await auditor.browser.call('listAuditEvents', { brand_id, action: 'consent.record', limit: 1 })
    await auditor.browser.call('verifyAuditLog', { brand_id })
    await expectCleanEverywhere(console, auditor, [`/audit?brand=${brand_id}`, `/audit/${brand_id}/${data[0]?.index}`])
  })
})
