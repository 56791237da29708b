import type { Page } from 'playwright-core'

/** Waits until a page shows everything that it reads. */
export async function pageIsComplete(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  const waiting = page.locator('[aria-busy="true"], .ant-spin-spinning, .ant-skeleton-active')
  while ((await waiting.count()) > 0) await waiting.first().waitFor({ state: 'detached' })
}
