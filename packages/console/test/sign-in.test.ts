import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { password } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import { expectCleanEverywhere } from './fixtures/everywhere.ts'

describe('signing in', () => {
  let console: TestConsole
  beforeAll(async () => {
    console = await startTestConsole()
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  it('can be read in every language, theme and width', async () => {
    await expectCleanEverywhere(console, undefined, '/sign-in')
    await expectCleanEverywhere(console, console.administrator, '/me')
  })

  it('asks again over the page when the session ends, and goes on where one was', async () => {
    const clerk = await console.join('wu', { brand_id, role: 'clerk' })
    await using visit = await console.open({ staff: clerk, language: 'en' })
    const { page } = visit
    await visit.goto('/me')
    await clerk.browser.call('closeSession', {})
    // Another tab was in front, and this one is seen again.
    await page.evaluate(`dispatchEvent(new Event('visibilitychange'))`)
    const dialog = page.getByRole('dialog', { name: 'Your session has ended: sign in again' })
    await dialog.waitFor()
    await visit.expectClean()
    await dialog.getByLabel('Name').fill('wu')
    await dialog.getByLabel('Password', { exact: true }).fill(password)
    await dialog.getByLabel('Authenticator code').fill(clerk.next())
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(new URL(page.url()).pathname).toBe('/me')
  })

  it('takes name, password and code, and comes back to the page that was asked for', async () => {
    const clerk = await console.join('zhang', { brand_id, role: 'clerk' })
    await using visit = await console.open({ language: 'en' })
    const { page } = visit
    await visit.goto('/me?brand=1004')
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await visit.expectClean()
    await page.getByLabel('Name').fill('zhang')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByLabel('Authenticator code').fill('000000')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('alert').getByText('SIGN_IN_WRONG').waitFor()
    await page.getByLabel('Authenticator code').fill(clerk.next())
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('navigation').waitFor()
    expect(new URL(page.url()).pathname).toBe('/me')
  })
})
