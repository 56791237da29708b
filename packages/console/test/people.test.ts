import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { password, type TestStaff } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'
import { expectCleanEverywhere } from './fixtures/everywhere.ts'

describe('pages of staff, settings and changes', () => {
  let console: TestConsole
  let second: TestStaff
  beforeAll(async () => {
    console = await startTestConsole()
    second = await console.join('wu', { brand_id: '*', role: 'admin' })
  })
  afterAll(() => console?.[Symbol.asyncDispose]())

  it('says of each setting whether its change is in force at once or waits; another administrator confirms it in another browser', async () => {
    await using visit = await console.open({ staff: console.administrator, language: 'en' })
    const { page } = visit
    await visit.goto(`/settings?brand=${brand_id}`)
    const value = (name: string) => page.getByRole('spinbutton', { name, exact: true })
    await value('Single cards a day for each person').fill('50')
    await page.getByText('Loosens: waits for another administrator').waitFor()
    await value('Approvals that a batch needs').fill('2')
    await page.getByText('Tightens: in force at once').waitFor()
    await page.getByText('1 in force at once, 1 to be confirmed by another administrator').waitFor()
    await visit.expectClean()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await page.getByRole('status').getByText('The change waits for another administrator.').waitFor()
    const settings = () => second.browser.call('getSettings', { brand_id })
    expect(await settings()).toMatchObject({ approvals_required: 2, single_limit_per_person: 20 })
    await expect.poll(() => value('Approvals that a batch needs').inputValue()).toBe('2')

    await page.getByRole('link', { name: 'Show the pending change' }).click()
    await page.getByText('You proposed it: another administrator confirms it.').waitFor()
    expect(await page.getByRole('button', { name: 'Confirm the change' }).isDisabled()).toBe(true)

    await using other = await console.open({ staff: second, language: 'en' })
    await other.goto('/changes')
    const row = other.page.getByRole('row', { name: 'Single cards a day for each person' })
    expect(await row.getByRole('cell').allTextContents()).toEqual(['20 cards', '50 cards'])
    await other.expectClean()
    await other.page.getByRole('button', { name: 'Confirm the change' }).click()
    await other.page.getByText('The change is in force.').waitFor()
    expect(await settings()).toMatchObject({ approvals_required: 2, single_limit_per_person: 50 })
    await other.page.getByRole('button', { name: 'Done' }).click()
    await other.page.getByText('No change waits.', { exact: false }).waitFor()

    // What was decided, for everybody: on the list of changes and below the settings.
    const decided = other.page.getByRole('table', { name: 'Decided' }).getByRole('row', { name: 'Single cards a day for each person' })
    await decided.getByText('In force').waitFor()
    expect(await decided.getByRole('cell').allInnerTexts()).toEqual([
      'In force',
      expect.stringMatching(/^root\n20/),
      expect.stringMatching(/^wu\n20/),
    ])
    expect(await decided.getByRole('rowheader').innerText()).toMatch(
      new RegExp(`20 cards\\s+→\\s+50 cards\\s+Looser settings of a brand · ${brand_id}`),
    )
    await other.page.getByRole('combobox', { name: 'Result' }).selectOption({ label: 'Stopped' })
    await other.page.getByText('No change is like this.').waitFor()
    await other.page.getByRole('button', { name: 'Clear filters' }).click()
    await decided.waitFor()
    await other.expectClean()
    await visit.goto(`/settings?brand=${brand_id}`)
    await page
      .getByRole('table', { name: `Settings of brand ${brand_id}` })
      .getByRole('row', { name: '50 cards' })
      .waitFor()
    await page.getByRole('link', { name: 'All changes' }).click()
    await page.getByRole('heading', { name: 'Decided' }).waitFor()
  })

  it('invites somebody by a link that is shown once, and gives its join code to who confirms', async () => {
    await using visit = await console.open({ staff: console.administrator })
    const { page } = visit
    await visit.goto('/staff')
    await page.getByRole('button', { name: '邀请员工' }).click()
    await page.getByLabel('用户名', { exact: true }).fill('李强')
    await page.getByRole('button', { name: '添加角色' }).click()
    await page.getByRole('combobox', { name: '角色' }).selectOption({ label: '审批人' })
    await page.getByRole('button', { name: '生成邀请链接' }).click()
    await page.getByRole('heading', { name: '邀请链接已生成' }).waitFor()
    await page.getByRole('img', { name: '邀请链接的二维码' }).waitFor()
    const link = (await page.getByText('/join#').textContent()) ?? ''
    await visit.expectClean()

    await using other = await console.open({ staff: second })
    await other.goto('/changes')
    await other.page.getByRole('button', { name: '确认变更' }).click()
    await other.page.getByText('请只交给 李强 本人', { exact: false }).waitFor()
    const join_code = (await other.page.getByText(/^[0-9a-f]{20}$/).textContent()) ?? ''
    await other.expectClean()

    const [, token = ''] = link.split('#')
    await using third = await console.open()
    await third.goto(`/join#${token}`)
    await third.page.getByRole('heading', { name: '李强，欢迎加入服务台' }).waitFor()
    await third.page.getByLabel('加入码').fill(join_code)
    await third.page.getByLabel('密码', { exact: true }).fill(password)
    const secret =
      (await third.page
        .getByText(/^[A-Z2-7 ]{20,}$/)
        .first()
        .textContent()) ?? ''
    const { next } = console.codesOf(`otpauth://totp/desk:li?secret=${secret.replaceAll(' ', '')}`)
    await third.page.getByLabel('验证器显示的 6 位验证码').fill(next())
    await third.expectClean()
    await third.page.getByRole('button', { name: '加入', exact: true }).click()
    await third.page.getByRole('heading', { name: '已加入服务台' }).waitFor()
    await visit.goto('/staff')
    const row = page.getByRole('row', { name: '李强' }).first()
    await row.getByText('审批人', { exact: false }).waitFor()
    await page.getByText('已使用').waitFor()
    // The link is nowhere any more.
    expect(await page.getByText('/join#').count()).toBe(0)
  })

  it('lets somebody join by a passkey alone, who signs in by it from then on', async () => {
    const { browser, next } = console.administrator
    await browser.call('confirmSecondFactor', { totp: next() })
    const { link, pending } = await browser.call('inviteStaff', {
      name: 'passkey-holder',
      grants: [{ brand_id, role: 'viewer' }],
    })
    const { join_code = '' } = await console.confirm(pending?.change_id ?? '')
    await using visit = await console.open({ language: 'en' })
    const { page } = visit
    const devtools = await visit.context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    const authenticator = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...authenticator, isUserVerified: true, automaticPresenceSimulation: true },
    })
    await visit.goto(`/join#${link.split('#')[1]}`)
    await page.getByLabel('Join code').fill(join_code)
    await page.getByText('Passkey', { exact: true }).click()
    await page.getByLabel('Name of the passkey').fill('till 3')
    await page.getByRole('button', { name: 'Create a passkey and join' }).click()
    await page.getByRole('heading', { name: 'You have joined the desk' }).waitFor()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('button', { name: 'Account: passkey-holder' }).waitFor()
    await visit.expectClean()
  })

  it('changes roles, ends sessions, disables and says why an act is refused', async () => {
    const clerk = await console.join('zhang', { brand_id, role: 'clerk' })
    await using visit = await console.open({ staff: console.administrator, language: 'en' })
    const { page } = visit
    await visit.goto('/staff')
    await page.getByRole('link', { name: 'zhang' }).click()
    await page.getByRole('heading', { name: 'zhang', level: 1 }).waitFor()
    await visit.settled()
    await visit.expectClean()
    await page.getByRole('combobox', { name: 'Role' }).selectOption({ label: 'viewer' })
    await page.getByRole('button', { name: 'Save roles' }).click()
    await page.getByText('The roles are saved.').waitFor()
    await page.getByRole('combobox', { name: 'Role' }).selectOption({ label: 'manager' })
    await page.getByRole('button', { name: 'Save roles' }).click()
    await page.getByText('The change waits for another administrator.').waitFor()
    await page.getByRole('button', { name: 'End all sessions' }).click()
    await page.getByText('There are no sessions.').waitFor()
    expect(await clerk.browser.result('getSession', {})).toEqual({ status: 401, code: 'NOT_SIGNED_IN' })
    await page.getByRole('button', { name: 'Disable the account' }).click()
    await page.getByText('Disabled', { exact: true }).waitFor()

    await visit.goto(`/staff/${console.administrator.staff_id}`)
    await page.getByText('Nobody does this to their own account: ask another administrator.').first().waitFor()
    expect(await page.getByRole('button', { name: 'Disable the account' }).isDisabled()).toBe(true)
  })

  it('shows administration to administrators alone, and says which permission is missing', async () => {
    const viewer = await console.join('viewer', { brand_id, role: 'viewer' })
    await using visit = await console.open({ staff: viewer, language: 'en' })
    for (const path of ['/staff', '/staff/invite', `/staff/${viewer.staff_id}`]) {
      await visit.goto(path)
      await visit.page
        .getByText('administer', { exact: false })
        .or(visit.page.getByText('Manage', { exact: false }))
        .first()
        .waitFor()
      expect(await visit.page.getByRole('table').count()).toBe(0)
    }
    await visit.goto(`/settings?brand=${brand_id}`)
    await visit.page.getByText('You may not change settings.').waitFor()
    expect(await visit.page.getByRole('spinbutton', { name: 'Approvals that a batch needs' }).isDisabled()).toBe(true)
  })

  it('is clean in both languages and themes, wide and on a phone', () =>
    expectCleanEverywhere(console, console.administrator, ['/', '/staff', '/staff/invite', `/settings?brand=${brand_id}`, '/changes']))
})
