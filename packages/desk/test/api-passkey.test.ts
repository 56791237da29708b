import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { machineOperator } from '../src/index.ts'
import { Browser } from './fixtures/browser.ts'
import { password, startTestDeskServer, type TestDeskServer, type TestStaff } from './fixtures/desk-server.ts'
import { brand_id } from './fixtures/environment.ts'
import { type PasskeyFault, TestPasskey } from './fixtures/passkey.ts'

const wrong = { status: 403, code: 'PASSKEY_WRONG' }

describe.each(kinds)('passkeys over HTTP on %s', (kind) => {
  let server: TestDeskServer
  let origin = ''
  let people = 0
  beforeAll(async () => {
    server = await startTestDeskServer({ kind })
    origin = server.desk.url.replace('127.0.0.1', 'localhost')
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const newcomer = () => server.join(`person${people++}`, { brand_id, role: 'clerk' })

  async function add({ browser }: TestStaff, passkey = new TestPasskey(origin), name = 'laptop'): Promise<TestPasskey> {
    const { options } = await browser.call('startOwnPasskey', {})
    await browser.call('addOwnPasskey', { name, credential: passkey.create(options) })
    return passkey
  }

  async function signIn(passkey: TestPasskey, fault?: PasskeyFault, browser = new Browser(server.desk.url)) {
    const { options } = await browser.call('startPasskeySignIn', {})
    return { browser, result: await browser.result('openPasskeySession', { credential: passkey.get(options, fault) }) }
  }

  test('are added by whoever has just given a second factor, and sign in as both factors', async () => {
    const li = await newcomer()
    const { options } = await li.browser.call('startOwnPasskey', {})
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'card-member' },
      user: { id: Buffer.from(li.staff_id).toString('base64url'), name: li.name },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
      timeout: 300_000,
    })
    const passkey = new TestPasskey(origin)
    const added = await li.browser.call('addOwnPasskey', { name: '  工作电脑 ', credential: passkey.create(options) })
    expect(added).toEqual({ passkey_id: passkey.id, name: '工作电脑', backed_up: false, create_time: expect.any(String) })
    const { browser, result } = await signIn(passkey)
    expect(result).toEqual({ status: 200 })
    const session = await browser.call('getSession', {})
    expect(session).toMatchObject({ staff_id: li.staff_id, name: li.name, second_factor_time: expect.any(String) })
    // It was a fresh second factor too.
    const more = await browser.call('startOwnPasskey', {})
    expect(more.options.excludeCredentials).toEqual([{ id: passkey.id, transports: ['internal'], type: 'public-key' }])
    const { passkeys, password: hasPassword } = await browser.call('getOwnFactors', {})
    expect([passkeys, hasPassword]).toEqual([[{ ...added, last_used_time: expect.any(String) }], true])
  })

  test('answer no challenge of another purpose, session, page or host name, no second time, and no later than five minutes', async () => {
    const [li, han] = [await newcomer(), await newcomer()]
    const passkey = await add(li)
    const browser = new Browser(server.desk.url)
    const { options } = await browser.call('startPasskeySignIn', {})
    const foreign = [
      { origin: 'https://localhost.example' },
      { origin: server.desk.url },
      { rp_id: 'example.com' },
      { rp_id: '127.0.0.1' },
      { unverified: true },
      { user_handle: Buffer.from(han.staff_id).toString('base64url') },
      { challenge: Buffer.from('a challenge of nobody').toString('base64url') },
    ]
    for (const fault of foreign) {
      expect([fault, await browser.result('openPasskeySession', { credential: passkey.get(options, fault) })]).toEqual([fault, wrong])
      // Each failure counts, as a wrong code does.
      await signIn(passkey)
    }
    const registering = (await li.browser.call('startOwnPasskey', {})).options
    const confirming = (await li.browser.call('startPasskeyConfirmation', {})).options
    for (const other of [registering, confirming]) {
      const credential = passkey.get({ ...other, rpId: 'localhost' })
      expect(await browser.result('openPasskeySession', { credential })).toEqual(wrong)
    }
    expect(await li.browser.result('confirmByPasskey', { credential: passkey.get(options) })).toEqual(wrong)
    const other = (await signIn(passkey)).browser
    expect(await other.result('confirmByPasskey', { credential: passkey.get(confirming) })).toEqual(wrong)
    expect(await li.browser.result('confirmByPasskey', { credential: passkey.get(confirming) })).toEqual({ status: 200 })
    const answer = passkey.get(options)
    expect(await browser.result('openPasskeySession', { credential: answer })).toEqual({ status: 200 })
    expect(await browser.result('openPasskeySession', { credential: answer })).toEqual(wrong)
    expect(await browser.result('openPasskeySession', { credential: passkey.get(options) })).toEqual(wrong)
    const late = (await browser.call('startPasskeySignIn', {})).options
    await server.advance(300)
    expect(await browser.result('openPasskeySession', { credential: passkey.get(late) })).toEqual(wrong)
  })

  test('are registered in one session, for one page, by somebody who is there', async () => {
    const [li, han] = [await newcomer(), await newcomer()]
    const { options } = await li.browser.call('startOwnPasskey', {})
    const passkey = new TestPasskey(origin)
    const tell = ({ browser }: TestStaff, fault?: PasskeyFault) =>
      browser.result('addOwnPasskey', { name: 'x', credential: passkey.create(options, fault) })
    for (const fault of [{ origin: 'https://example.com' }, { rp_id: 'example.com' }, { unverified: true }])
      expect([fault, await tell(li, fault)]).toEqual([fault, wrong])
    expect(await tell(han)).toEqual(wrong)
    expect(await li.browser.result('addOwnPasskey', { name: '\u200B', credential: passkey.create(options) })).toMatchObject({
      code: 'CHARACTER_HIDDEN',
    })
    expect(await tell(li)).toEqual({ status: 200 })
    expect(await tell(li)).toEqual(wrong)
    // Somebody else's passkey cannot be taken over.
    const theirs = (await han.browser.call('startOwnPasskey', {})).options
    expect(await han.browser.result('addOwnPasskey', { name: 'x', credential: passkey.create(theirs) })).toEqual(wrong)
    await server.advance(301)
    const needed = { status: 403, code: 'SECOND_FACTOR_NEEDED' }
    expect(await li.browser.result('startOwnPasskey', {})).toEqual(needed)
    expect(await li.browser.result('addOwnPasskey', { name: 'x', credential: passkey.create(options) })).toEqual(needed)
    expect(await li.browser.result('removeOwnPasskey', { passkey_id: passkey.id })).toEqual(needed)
  })

  test('give the second factor again to their owner alone', async () => {
    const [li, han] = [await newcomer(), await newcomer()]
    const [lis, hans] = [await add(li), await add(han)]
    await server.advance(301)
    const before = await li.browser.call('getSession', {})
    const { options } = await li.browser.call('startPasskeyConfirmation', {})
    expect(options.allowCredentials).toEqual([{ id: lis.id, transports: ['internal'], type: 'public-key' }])
    expect(await li.browser.result('confirmByPasskey', { credential: hans.get(options) })).toEqual(wrong)
    expect(await li.browser.call('getSession', {})).toEqual(before)
    const confirmed = await li.browser.call('confirmByPasskey', { credential: lis.get(options) })
    expect(Date.parse(confirmed.second_factor_time ?? '')).toBeGreaterThan(Date.parse(before.second_factor_time ?? ''))
    const nobody = await newcomer()
    expect(await nobody.browser.result('startPasskeyConfirmation', {})).toEqual({ status: 404, code: 'PASSKEY_UNKNOWN' })
  })

  test('with a counter that does not grow are refused; those of devices that share them do not count', async () => {
    const li = await newcomer()
    const passkey = await add(li)
    expect((await signIn(passkey, { counter: 7 })).result).toEqual({ status: 200 })
    for (const counter of [7, 6, 0]) expect((await signIn(passkey, { counter })).result).toEqual(wrong)
    expect((await signIn(passkey, { counter: 8 })).result).toEqual({ status: 200 })
    const synced = await add(li, new TestPasskey(origin, { synced: true }), 'phone')
    for (let time = 0; time < 2; time++) expect((await signIn(synced)).result).toEqual({ status: 200 })
    const { passkeys } = await li.browser.call('getOwnFactors', {})
    expect(new Map(passkeys.map(({ name, backed_up }) => [name, backed_up]))).toEqual(
      new Map([
        ['laptop', false],
        ['phone', true],
      ]),
    )
  })

  test('open nothing once removed, nor for a disabled account, and an unknown one tells no more', async () => {
    const li = await newcomer()
    const [passkey, other] = [await add(li), await add(li)]
    await li.browser.call('removeOwnPasskey', { passkey_id: passkey.id })
    expect(await li.browser.result('removeOwnPasskey', { passkey_id: passkey.id })).toEqual({ status: 404, code: 'PASSKEY_UNKNOWN' })
    expect((await signIn(passkey)).result).toEqual(wrong)
    expect((await signIn(new TestPasskey(origin), { user_handle: 'bm9ib2R5' })).result).toEqual(wrong)
    await server.local.staff.disable(machineOperator, { staff_id: li.staff_id })
    expect((await signIn(other)).result).toEqual(wrong)
  })

  test('end when their owner takes a renewal, with every other factor of the account', async () => {
    const li = await newcomer()
    const [passkey, other] = [await add(li), await add(li, new TestPasskey(origin), 'phone')]
    const { administrator } = server
    await administrator.browser.call('confirmSecondFactor', { totp: administrator.next() })
    const { link, pending } = await administrator.browser.call('renewStaff', { staff_id: li.staff_id })
    const { join_code = '' } = pending === undefined ? {} : await server.confirm(pending.change_id)
    // Until the link is taken, its owner signs in as before.
    expect((await signIn(passkey)).result).toEqual({ status: 200 })
    const [, token = ''] = link.split('#')
    const browser = new Browser(server.desk.url)
    const { passkey_options: options = {} } = await browser.call('openInvitation', { token })
    const next = new TestPasskey(origin)
    await browser.call('acceptInvitation', { token, join_code, passkey: { name: 'new', credential: next.create(options) } })
    for (const old of [passkey, other]) expect((await signIn(old)).result).toEqual(wrong)
    expect(await new Browser(server.desk.url).result('openSession', { name: li.name, password, totp: li.next() })).toMatchObject({
      status: 401,
    })
    expect(await li.browser.result('getOwnFactors', {})).toMatchObject({ status: 401 })
    const renewed = await signIn(next)
    expect(renewed.result).toEqual({ status: 200 })
    expect(await renewed.browser.call('getOwnFactors', {})).toMatchObject({ password: false, passkeys: [{ name: 'new' }] })
  })

  test('lock after five failures, as codes do', async () => {
    const li = await newcomer()
    const passkey = await add(li)
    for (let failure = 0; failure < 5; failure++) expect((await signIn(passkey, { origin: 'https://example.com' })).result).toEqual(wrong)
    const locked = { status: 429, code: 'SIGN_IN_LOCKED', detail: { locked_until: expect.any(String), retry_after: expect.any(Number) } }
    expect((await signIn(passkey)).result).toEqual(locked)
    expect(await li.browser.result('openSession', { name: li.name, password, totp: li.next() })).toEqual(locked)
    await server.advance(900)
    expect((await signIn(passkey)).result).toEqual({ status: 200 })
  })

  test('take an invitation alone, and are never removed as the last factor', async () => {
    const { pending, link } = await server.administrator.browser
      .call('confirmSecondFactor', { totp: server.administrator.next() })
      .then(() => server.administrator.browser.call('inviteStaff', { name: `guest${people++}`, grants: [] }))
    const { join_code = '' } = pending === undefined ? {} : await server.confirm(pending.change_id)
    const [, token = ''] = link.split('#')
    const browser = new Browser(server.desk.url)
    const { passkey_options: options = {} } = await browser.call('openInvitation', { token })
    const passkey = new TestPasskey(origin)
    const missing = { status: 400, code: 'FACTORS_MISSING' }
    expect(await browser.result('acceptInvitation', { token, join_code, password: 'another long password' })).toEqual(missing)
    expect(await browser.result('acceptInvitation', { token, join_code, sealed_secret: 'x', totp: '000000' })).toEqual(missing)
    const unverified = { name: 'phone', credential: passkey.create(options, { unverified: true }) }
    expect(await browser.result('acceptInvitation', { token, join_code, passkey: unverified })).toEqual(wrong)
    await browser.call('acceptInvitation', { token, join_code, passkey: { name: 'phone', credential: passkey.create(options) } })
    const { browser: theirs } = await signIn(passkey)
    expect(await theirs.call('getOwnFactors', {})).toMatchObject({ password: false, passkeys: [{ name: 'phone' }] })
    const last = { status: 409, code: 'LAST_FACTOR' }
    expect(await theirs.result('removeOwnPasskey', { passkey_id: passkey.id })).toEqual(last)
    // A password alone is one factor.
    await theirs.call('setOwnPassword', { new_password: password })
    expect(await theirs.result('removeOwnPasskey', { passkey_id: passkey.id })).toEqual(last)
    const { otpauth_uri, sealed_secret } = await theirs.call('startOwnTotp', {})
    const codes = server.codesOf(otpauth_uri)
    expect(await theirs.result('setOwnTotp', { sealed_secret, totp: '000000' })).toEqual({ status: 403, code: 'SECOND_FACTOR_WRONG' })
    await theirs.call('setOwnTotp', { sealed_secret, totp: codes.next() })
    await theirs.call('removeOwnPasskey', { passkey_id: passkey.id })
    const { name } = await theirs.call('getSession', {})
    expect(await browser.result('openSession', { name, password, totp: codes.next() })).toEqual({ status: 200 })
  })

  test('are in the audit log, and nothing that they answered in the log of the server', async () => {
    const li = await newcomer()
    const passkey = await add(li)
    await signIn(passkey)
    await signIn(passkey, { unverified: true })
    await li.browser.call('addOwnPasskey', {
      name: 'phone',
      credential: new TestPasskey(origin).create((await li.browser.call('startOwnPasskey', {})).options),
    })
    await li.browser.call('removeOwnPasskey', { passkey_id: passkey.id })
    const auditor = {
      staff_id: 'auditor',
      name: 'auditor',
      grants: [{ brand_id: '*', role: 'auditor' as const }],
      second_factor_time: undefined,
    }
    const events = await server.local.audit.search(auditor, { staff: li.name }, 6)
    const whose = { staff_id: li.staff_id, staff_name: li.name }
    expect(events.map(({ action, facts }) => [action, facts])).toEqual([
      ['staff.remove_passkey', { ...whose, passkey: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      ['staff.add_passkey', { ...whose, name: 'phone', passkey: expect.any(String) }],
      ['staff.sign_in_failed', { method: 'passkey', name_hash: expect.any(String), locks: false }],
      ['staff.sign_in', { method: 'passkey' }],
      ['staff.add_passkey', { ...whose, name: 'laptop', passkey: expect.any(String) }],
      ['staff.sign_in', { method: 'browser' }],
    ])
    expect(server.leaks()).toEqual([])
  })
})
