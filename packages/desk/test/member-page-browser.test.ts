import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../../../test/chromium.ts'
import { startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'

const invalid_reason = '用户申请退会'
const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>'
const notice = {
  text_zh: `您申请注销会员卡。注销后该会员卡将永久失效，无法恢复。${evil}`,
  text_en: `You have asked to end your membership. ${evil}`,
  brand_name: `山茶咖啡 ${evil}`,
  brand_contact: `https://example.com/${'long'.repeat(30)}`,
}

describe('the page of a member in Chromium', () => {
  let server: TestDeskServer
  let clerk: TestStaff
  let chromium: Browser
  let last = 0
  beforeAll(async () => {
    chromium = await startChromium()
    server = await startTestDeskServer()
    clerk = await server.join('clerk', { brand_id, role: 'clerk' })
    await server.administrator.browser.call('addNotice', { brand_id, ...notice })
  })
  afterAll(async () => {
    await chromium?.close()
    await server?.[Symbol.asyncDispose]()
  })

  const ask = async () => {
    const [card] = await server.importCards(1, last++)
    if (card === undefined) throw new Error('there is no card')
    const { link, consent_request_id } = await clerk.browser.call('requestConsent', { ...server.named(card), invalid_reason })
    const state = async () => {
      const { data } = await clerk.browser.call('listConsentRequests', { brand_id, limit: 100 })
      return data.find((one) => one.consent_request_id === consent_request_id)?.state
    }
    return { link, state }
  }

  /** Opens a page as a phone does, and notes what a browser refused, what ran, and what was loaded. */
  const visit = async (link: string, width: number, javaScriptEnabled = true) => {
    const context = await chromium.newContext({ viewport: { width, height: 700 }, locale: 'zh-CN', javaScriptEnabled })
    const page = await context.newPage()
    const noted: string[] = []
    page.on('console', (message) => noted.push(message.text()))
    page.on('pageerror', (error) => noted.push(error.message))
    page.on('dialog', (dialog) => {
      noted.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      if (!request.isNavigationRequest()) noted.push(request.url())
    })
    const listen = `document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))`
    await page.addInitScript({ content: listen })
    await page.goto(link)
    return { page, noted, context }
  }
  const overflow = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

  it.each([320, 375, 1280])(
    'fits a screen %i wide in both languages; nothing runs, nothing is refused, nothing else is loaded',
    async (width) => {
      const { link } = await ask()
      const { page, noted, context } = await visit(link, width)
      expect(await page.title()).toBe('注销会员卡确认')
      expect(await overflow(page)).toBe(0)
      await page.getByRole('link', { name: 'English' }).click()
      expect(await page.title()).toBe('End your membership')
      expect(await overflow(page)).toBe(0)
      expect(await page.getByText(evil).count()).toBeGreaterThan(0)
      expect(await page.locator('script, img').count()).toBe(0)
      // Its own style is in force.
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.agree')).backgroundColor`)).toBe('rgb(198, 45, 34)')
      expect(noted).toEqual([])
      await context.close()
    },
  )

  it.each([
    { button: '同意注销', told: '您已同意注销会员卡', state: 'agreed' },
    { button: '不同意', told: '您未同意注销会员卡', state: 'refused' },
  ])('takes $button by a tap, without script', async ({ button, told, state }) => {
    const asked = await ask()
    const { page, noted, context } = await visit(asked.link, 375, false)
    await page.getByRole('button', { name: button, exact: true }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(told)
    expect(await asked.state()).toBe(state)
    await page.goto(asked.link)
    expect(await page.getByRole('heading', { level: 1 }).first().textContent()).toBe('链接无效')
    expect(noted.filter((text) => !text.includes('404'))).toEqual([])
    await context.close()
  })
})
