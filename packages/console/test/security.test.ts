import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allows, type Permission, type Role, roles } from '../../desk/src/contract/index.ts'
import { password, type TestStaff } from '../../desk/test/fixtures/desk-server.ts'
import { brand_id } from '../../desk/test/fixtures/environment.ts'
import { startTestConsole, type TestConsole } from './fixtures/console.ts'

let console: TestConsole
let everybody: TestStaff
beforeAll(async () => {
  console = await startTestConsole()
  everybody = await console.join(
    '陈一',
    { brand_id: '*', role: 'manager' },
    { brand_id: '*', role: 'auditor' },
    { brand_id: '*', role: 'admin' },
  )
})
afterAll(() => console?.[Symbol.asyncDispose]())

/** Runs as soon as it is taken for HTML. 32 characters at most, as a reason may have. */
const attack = '"><img src=x onerror=alert(1)>'
/** A title has 10 characters at most. */
const title = '<img src=x'
const told_at = '2026-11-01T10:00:00+08:00'
const agreed_at = '2026-11-02T10:00:00+08:00'

/** A page of another site, which is gone with the test. */
async function startSite(html: string, host: string) {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://${host}:${port}/`, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

describe('what members, files and staff write', () => {
  test('is shown on every page as it was written, and never runs', async () => {
    const { api, card_id } = console
    await api.cards.update(card_id, { brand_id, card_title: title })
    const [card, listed] = [
      { user_card_code: '478500009991', openid: 'obLatjAttackMember01' },
      { user_card_code: '478500009992', openid: 'obLatjAttackMember02' },
    ]
    const user_information = { common_field_list: [{ name: 'USER_FORM_FLAG_NAME' as const, value: attack }] }
    for (const one of [card, listed])
      await api.userCards.importByOpenid({ brand_id, card_id, ...one, user_information, valid_date_information: { type: 'PERMANENT' } })
    const writer = await console.join('writer', { brand_id, role: 'manager' })
    const session = { name: everybody.name, password, totp: everybody.next() }
    expect(await everybody.browser.result('openSession', session, { 'user-agent': attack })).toMatchObject({ status: 200 })
    const { card_ref } = console.named(card)
    const words = { invalid_reason: attack, reference: attack, told_by: attack }
    const { consent_id } = await writer.browser.call('recordConsent', { brand_id, card_ref, channel: 'sms', told_at, agreed_at, ...words })
    await writer.browser.call('revealUserCard', { brand_id, card_ref, reason: attack })
    const cell = `"${attack.replaceAll('"', '""')}"`
    const file = `${console.csv([listed])}${card_id},${cell},${cell},${cell},sms,2026-11-01 10:00,2026-11-02 10:00,${cell}\n`
    const { batch_id } = await writer.browser.prepare({ brand_id, file_name: `${attack}.csv` }, file)
    await console.administrator.browser.call('confirmSecondFactor', { totp: console.administrator.next() })
    await console.administrator.browser.call('addNotice', { brand_id, text_zh: attack, text_en: attack })
    const { data } = await everybody.browser.call('listAuditEvents', { brand_id, action: 'card.reveal' })

    await using visit = await console.open({ staff: everybody, language: 'en' })
    const { page } = visit
    const shows = async (path: string, text?: string) => {
      await visit.follow(path)
      if (text !== undefined) expect([path, await page.locator('#root').textContent()]).toEqual([path, expect.stringContaining(text)])
      expect([path, await page.locator('img[onerror], img[src="x"], script:not([src])').count()]).toEqual([path, 0])
    }
    await shows(`/find?text=${encodeURIComponent(attack)}&brand=${encodeURIComponent(attack)}`)
    await shows(`/cards/${card_ref}?brand=${brand_id}`)
    await shows(`/cards/${card_ref}/invalidate`)
    await shows(`/consents/${consent_id}`, attack)
    await shows(`/batches/${batch_id}`, attack)
    await shows(`/audit/${brand_id}/${data[0]?.index}`, attack)
    await shows('/notices', attack)
    await shows('/templates', title)
    await shows('/me')
    for (const path of [
      '/',
      '/find',
      '/consents',
      '/invalidations',
      '/batches',
      '/audit',
      '/changes',
      '/settings',
      '/connections',
      '/staff',
    ])
      await shows(path)
    await visit.expectClean()
  })
})

describe('a page of another site', () => {
  // Another host is another site; another port of the same host is the same site, and browsers send it the cookie.
  test.each(['127.0.0.1', 'localhost'])('at %s changes nothing, by a form or by a script, and is shown nothing', async (host) => {
    const target = `${console.url}/api/brands/${brand_id}/notices`
    const body = JSON.stringify({ text_zh: 'forged', text_en: 'forged' })
    const form = `<form id="form" method="post" enctype="text/plain" action="${target}"><input name='${body.slice(0, -1)},"x":"' value='"}'></form>`
    await using site = await startSite(form, host)
    await using visit = await console.open({ staff: console.administrator })
    const { page } = visit
    const { data: before } = await everybody.browser.call('listNotices', { brand_id })
    await page.goto(site.url)
    const script = (mode: string, type: string) =>
      `fetch(${JSON.stringify(target)}, { method: 'POST', mode: '${mode}', credentials: 'include', headers: { 'content-type': '${type}' }, body: ${JSON.stringify(body)} }).then((answer) => answer.type, () => 'refused')`
    expect(await page.evaluate(script('no-cors', 'text/plain'))).toMatch(/opaque|refused/)
    expect(await page.evaluate(script('cors', 'application/json'))).toBe('refused')
    const read = `fetch('${console.url}/api/session', { credentials: 'include' }).then((answer) => answer.text(), () => 'refused')`
    expect(await page.evaluate(read)).toBe('refused')
    const [answer] = await Promise.all([page.waitForResponse(target), page.evaluate(`document.querySelector('#form').submit()`)])
    expect([401, 403]).toContain(answer.status())
    expect((await everybody.browser.call('listNotices', { brand_id })).data).toEqual(before)
  })

  test('is refused by each of its marks, and by its body where a browser sends none', async () => {
    const { browser } = console.administrator
    const change = { brand_id, text_zh: 'forged', text_en: 'forged' }
    const foreign = { status: 403, code: 'FOREIGN_ORIGIN' }
    expect(await browser.result('addNotice', change, { origin: 'https://evil.example' })).toEqual(foreign)
    expect(await browser.result('addNotice', change, { origin: 'null' })).toEqual(foreign)
    expect(await browser.result('addNotice', change, { 'sec-fetch-site': 'cross-site' })).toEqual(foreign)
    expect(await browser.result('listNotices', { brand_id }, { 'sec-fetch-site': 'cross-site' })).toEqual(foreign)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect(await browser.result('addNotice', change, { 'content-type': type })).toMatchObject({ status: 415 })
  })

  test('cannot show the desk in a frame', async () => {
    await using site = await startSite(`<iframe src="${console.url}/me"></iframe>`, 'localhost')
    await using visit = await console.open({ staff: everybody })
    const { page } = visit
    const refused = page.waitForEvent('console', (message) => /frame-ancestors|X-Frame-Options/i.test(message.text()))
    await page.goto(site.url)
    await refused
    const [, frame] = page.frames()
    await expect.poll(() => frame?.url()).toBe('chrome-error://chromewebdata/')
  })
})

test('a session that somebody else began is not taken over, and one that ended opens nothing', async () => {
  const clerk = await console.join('孙二', { brand_id, role: 'clerk' })
  await using visit = await console.open({ language: 'en' })
  const { context, page } = visit
  const cookies = async () => (await context.cookies()).map(({ value, httpOnly, sameSite, path }) => ({ value, httpOnly, sameSite, path }))
  await context.addCookies([{ name: 'card-member-desk', value: 'fixed-by-another', url: console.url }])
  await visit.goto('/sign-in')
  await page.getByLabel('Name').fill('孙二')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Authenticator code').fill(clerk.next())
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('navigation').first().waitFor()
  const [session, ...others] = await cookies()
  expect([session, others]).toEqual([{ value: expect.stringMatching(/^[\w.%-]{20,}$/), httpOnly: true, sameSite: 'Strict', path: '/' }, []])
  expect(await page.evaluate('document.cookie')).toBe('')
  const before = clerk.browser.cookie
  const first = `card-member-desk=${session?.value}`
  expect(first).not.toBe(before)
  // What an older tab or a thief has kept of it ends with it.
  clerk.browser.cookie = first
  expect(await clerk.browser.result('getSession', {})).toEqual({ status: 200 })
  await page.getByRole('button', { name: /孙二/ }).click()
  await page.getByText('Sign out', { exact: true }).click()
  await page.getByLabel('Authenticator code').waitFor()
  clerk.browser.cookie = first
  expect(await clerk.browser.result('getSession', {})).toMatchObject({ status: 401 })
})

/** Which permission a page needs, and what it would read. */
const pages = [
  ['/find', 'look_up', 'findUserCards', { brand_id, text: 'obLatjNobodyHasThis' }],
  ['/templates', 'look_up', 'listCards', { brand_id }],
  ['/audit', 'audit', 'listAuditEvents', { brand_id }],
  [`/audit/${brand_id}/0`, 'audit', 'getAuditEvent', { brand_id, index: '0' }],
  ['/staff', 'administer', 'listStaff', {}],
] as const satisfies readonly (readonly [string, Permission, string, object])[]

test('each role sees a page that it may see, and otherwise which permission it lacks, which the desk says as well', async () => {
  for (const role of Object.keys(roles).filter((name): name is Role => name in roles)) {
    const staff = await console.join(`role-${role}`, { brand_id: '*', role })
    await using visit = await console.open({ staff, language: 'en' })
    await visit.goto('/me')
    for (const [path, permission, operation, input] of pages) {
      const may = allows([{ brand_id: '*', role }], permission, brand_id)
      // As the address bar does, without loading the console anew.
      await visit.page.evaluate(`history.pushState({}, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`)
      const lacks = visit.page.getByText('You do not hold the permission')
      const seen = async () => [role, path, await lacks.count(), await visit.page.locator('h1').count()]
      await expect.poll(seen).toEqual([role, path, may ? 0 : 1, 1])
      const answer = await staff.browser.result(operation, input)
      expect([role, path, answer.status === 403]).toEqual([role, path, !may])
    }
  }
})
