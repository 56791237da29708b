import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDesk } from '../../desk/src/index.ts'
import { password } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id, startTestEnvironment } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import { expectCleanEverywhere } from './fixtures/everywhere.ts'
import { addVirtualPasskeys } from './fixtures/virtual-passkeys.ts'
import { Visit } from './fixtures/visit.ts'

describe('accounts in the console', () => {
  let console: TestConsole
  beforeAll(async () => {
    console = await startTestConsole()
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  const invite = async (name: string) => {
    const { browser } = console.administrator
    const { link, pending } = await browser.call('inviteStaff', { name, grants: [{ brand_id, role: 'clerk' }] })
    const { join_code = '' } = pending === undefined ? {} : await console.confirm(pending.change_id)
    return { link: link.slice(link.indexOf('/join')), join_code }
  }

  it('joins by password and authenticator, then signs in', async () => {
    const { link, join_code } = await invite('sun')
    await expectCleanEverywhere(console, undefined, [link])
    await using visit = await console.open({ language: 'en' })
    const { page } = visit
    await visit.goto(link)
    const secret = (await page.getByRole('button', { name: 'Copy: Key' }).locator('xpath=..').textContent()) ?? ''
    const codes = console.codesOf(`otpauth://totp/x?secret=${secret}`)
    await page.getByLabel('Join code').fill('wrong')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByLabel('The six digits').fill(codes.next())
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.getByText('JOIN_CODE_WRONG').waitFor()
    // What was filled in is still there.
    await page.getByLabel('Join code').fill(join_code)
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.getByRole('heading', { name: 'You have joined the desk' }).waitFor()
    await visit.expectClean()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Name').fill('sun')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByLabel('Authenticator code').fill(codes.next())
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'Account: sun' }).waitFor()
    // The link is used up, and says so.
    await page.goto(link)
    await page.getByText('INVITATION_OVER').waitFor()
  })

  it('joins by a passkey, signs in by it, and confirms by it', async () => {
    const { link, join_code } = await invite('zhou')
    await using visit = await console.open({ language: 'en' })
    const { page } = visit
    await addVirtualPasskeys(page)
    await visit.goto(link)
    await page.getByLabel('Join code').fill(join_code)
    await page.getByText('Passkey', { exact: true }).click()
    await page.getByLabel('Name of the passkey').fill('till 3')
    await page.getByRole('button', { name: 'Create a passkey and join' }).click()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('button', { name: 'Account: zhou' }).waitFor()
    await visit.goto('/me')
    await console.advance(400)
    await page.reload()
    await page.getByRole('button', { name: 'Set a password' }).click()
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await dialog.getByRole('button', { name: 'Confirm with a passkey' }).click()
    await page.getByText('The password has changed').waitFor()
    await visit.expectClean()
  })

  it('replaces an authenticator, and ends another session', async () => {
    const clerk = await console.join('zheng', { brand_id, role: 'clerk' })
    await using other = await console.open({ language: 'en' })
    await other.goto('/sign-in')
    await other.page.getByLabel('Name').fill('zheng')
    await other.page.getByLabel('Password', { exact: true }).fill(password)
    await other.page.getByLabel('Authenticator code').fill(clerk.next())
    await other.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await other.page.getByRole('button', { name: 'Account: zheng' }).waitFor()
    await using visit = await console.open({ staff: clerk, language: 'en' })
    const { page } = visit
    await visit.goto('/me')
    await page.getByRole('button', { name: 'End the session of Chrome, Linux' }).click()
    await page.getByRole('button', { name: 'End the session of Chrome, Linux' }).waitFor({ state: 'detached' })
    await other.page.reload()
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByRole('button', { name: 'Replace the authenticator' }).click()
    const secret = (await page.getByRole('button', { name: 'Copy: Key' }).locator('xpath=..').textContent()) ?? ''
    await visit.expectClean()
    await page.getByLabel('The six digits').fill(console.codesOf(`otpauth://totp/x?secret=${secret}`).next())
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByText('The authenticator has been replaced').waitFor()
  })

  it('sets up the first administrator', async () => {
    await using environment = await startTestEnvironment()
    const { database, folder, connections } = environment
    await using desk = await startDesk({ database: database.url, folder, connections, password_cost: { ln: 1, r: 1, p: 1 } })
    const baseURL = desk.url.replace('127.0.0.1', 'localhost')
    const context = await console.chromium.newContext({ baseURL, locale: 'zh-CN', reducedMotion: 'reduce' })
    await using visit = new Visit(context, await context.newPage())
    const { page } = visit
    await addVirtualPasskeys(page)
    await visit.goto('/')
    await page.getByRole('heading', { name: '设置首位管理员' }).waitFor()
    await visit.expectClean()
    await page.getByLabel('邀请链接').fill(desk.first_link ?? '')
    await page.getByRole('button', { name: '打开链接' }).click()
    await page.getByLabel('用户名').fill('陈静')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('heading', { name: '陈静，欢迎加入服务台' }).waitFor()
    await page.getByText('通行密钥', { exact: true }).click()
    await page.getByLabel('通行密钥名称').fill('办公电脑')
    await page.getByRole('button', { name: '创建通行密钥并加入' }).click()
    await page.getByRole('link', { name: '去登录' }).click()
    await page.getByRole('button', { name: '使用通行密钥登录' }).click()
    await page.getByRole('button', { name: '账号：陈静' }).waitFor()
    expect(await page.getByRole('navigation', { name: '主导航' }).getByRole('link').allTextContents()).toContain('员工')
  })
})
