import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { password } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { client_id, client_secret, startProvider } from '../../desk/test/fixtures/oidc-provider.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import { expectCleanEverywhere } from './fixtures/everywhere.ts'

describe('signing in', () => {
  let console: TestConsole
  let provider: Awaited<ReturnType<typeof startProvider>>
  beforeAll(async () => {
    provider = await startProvider()
    console = await startTestConsole({ oidc: { issuer: provider.issuer, client_id, client_secret } })
    provider.conduct.now = () => console.clock.seconds
  })
  afterAll(async () => {
    await console?.[Symbol.asyncDispose]()
    await provider?.[Symbol.asyncDispose]()
  })

  it('can be read in every language, theme and width', async () => {
    await expectCleanEverywhere(console, undefined, ['/sign-in'])
    await expectCleanEverywhere(console, console.administrator, ['/me'])
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

  it('says that the connection is lost, disables what would act, and goes on by itself', async () => {
    const clerk = await console.join('lost', { brand_id, role: 'clerk' })
    await using visit = await console.open({ staff: clerk, language: 'en' })
    const { page, context } = visit
    await visit.goto('/me')
    await context.setOffline(true)
    const told = page.getByRole('status').getByText('The connection is lost.')
    await told.waitFor()
    expect(await page.getByRole('button', { name: 'Add a passkey' }).isDisabled()).toBe(true)
    await visit.expectClean()
    await context.setOffline(false)
    await told.waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Add a passkey' }).isEnabled()).toBe(true)
  })

  it('shows nobody what another person had before them in another tab', async () => {
    const [first, second] = [
      await console.join('first', { brand_id, role: 'clerk' }),
      await console.join('next', { brand_id, role: 'clerk' }),
    ]
    await using visit = await console.open({ staff: first, language: 'en' })
    const { page, context } = visit
    await visit.goto('/me')
    const [name = '', value = ''] = second.browser.cookie?.split('=') ?? []
    await context.addCookies([{ name, value, url: console.url }])
    await page.evaluate(`dispatchEvent(new Event('visibilitychange'))`)
    await page.getByRole('button', { name: 'Account: next' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
  })

  it('keeps the chosen language and theme when the page is loaded again, before anything is painted', async () => {
    await using visit = await console.open({ staff: console.administrator })
    const { page } = visit
    await visit.goto('/me')
    await page.locator('#content').getByText('English', { exact: true }).click()
    await page.locator('#content').getByText('Dark', { exact: true }).click()
    await page.getByRole('heading', { name: 'My account' }).waitFor()
    const shown = () => page.evaluate<string>('document.documentElement.dataset.theme + document.documentElement.lang')
    expect(await shown()).toBe('darken')
    await page.goto('/me', { waitUntil: 'commit' })
    await page.locator('#root').waitFor({ state: 'attached' })
    expect(await shown()).toBe('darken')
  })

  it('can be used by keyboard alone', async () => {
    const clerk = await console.join('keys', { brand_id, role: 'clerk' })
    await using visit = await console.open({ staff: clerk, language: 'en' })
    const { page } = visit
    await visit.goto('/me')
    const focused = () => page.evaluate<string>('document.activeElement.textContent')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    await page.getByRole('button', { name: 'Account: keys' }).focus()
    await page.keyboard.press('Enter')
    // The menu is what comes next after the button that opens it.
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('My account')
    await page.getByRole('radio', { name: '中文' }).first().focus()
    await page.keyboard.press('Space')
    await page.getByRole('heading', { name: '我的账号' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('radio', { name: '中文' }).count()).toBe(1)
  })

  it('goes by the button to the identity provider and comes back signed in, or says why not', async () => {
    await console.join('zhou', { brand_id, role: 'clerk' })
    provider.conduct.claims = { sub: '7', preferred_username: 'zhou' }
    await using visit = await console.open({ language: 'en' })
    const { page } = visit
    const button = page.getByRole('link', { name: 'Sign in with single sign-on' })
    // The provider leads back to the address that the desk prints, and cookies belong to one host.
    await page.goto(`${console.desk.url}/sign-in`)
    provider.conduct.answer = { error: 'access_denied' }
    await button.click()
    await page.getByRole('heading', { name: /^The identity provider denied the sign-in/ }).waitFor()
    await page.getByText('OIDC_DENIED').waitFor()
    await visit.expectClean()
    await page.getByRole('link', { name: 'Sign in another way' }).click()
    provider.conduct.answer = {}
    await button.click()
    await page.getByRole('button', { name: 'Account: zhou' }).waitFor()
    expect(new URL(page.url()).origin).toBe(console.desk.url)
    // Somebody whom the provider knows and the desk does not.
    provider.conduct.claims = { sub: '8', preferred_username: 'stranger' }
    await using other = await console.open({ language: 'en' })
    await other.page.goto(`${console.desk.url}/sign-in`)
    await other.page.getByRole('link', { name: 'Sign in with single sign-on' }).click()
    await other.page.getByText('OIDC_STAFF_UNKNOWN').waitFor()
  })

  it('says until when a name is locked, and counts down', async () => {
    const wrong = { name: 'nobody', password: 'not the password', totp: '000000' }
    for (let failure = 0; failure < 5; failure++) await console.administrator.browser.result('openSession', wrong)
    await using visit = await console.open({ language: 'en' })
    const { page } = visit
    await visit.goto('/sign-in')
    await page.getByLabel('Name').fill(wrong.name)
    await page.getByLabel('Password', { exact: true }).fill(wrong.password)
    await page.getByLabel('Authenticator code').fill(wrong.totp)
    await page.clock.install()
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    const alert = page.getByRole('alert')
    await alert.getByText(/^You can try again at \d\d:\d\d:\d\d \+08:00, in 1\d:\d\d$/).waitFor()
    await page.clock.fastForward('15:00')
    await alert.getByText('You can try again.').waitFor()
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
