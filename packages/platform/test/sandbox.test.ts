import { CardMember } from '@card-member/sdk'
import { afterAll, expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { SandboxError, startPlatform } from '../src/index.ts'
import { connectSandbox, SandboxApiError } from '../src/testing/index.ts'
import { authorization, Caller } from './fixtures/caller.ts'
import { cardInput } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { startSandbox } from './fixtures/sandbox.ts'
import { makeTenants, mchid, merchant, serial_no } from './fixtures/tenants.ts'

const shared = await startSandbox()
afterAll(async () => shared[Symbol.asyncDispose]())

test('the clock can be stopped, moved and resumed, and cards expire by it', async () => {
  await using prepared = await shared.prepare()
  const { sandbox, platform } = prepared
  const { brand_id, appid } = platform
  let now = '2026-11-24T10:00:00+08:00'
  expect(await sandbox.clock.set({ mode: 'frozen', now })).toEqual({ mode: 'frozen', now: '2026-11-24T02:00:00.000Z' })
  await using api = new CardMember(platform.credential, { clock: () => Date.parse(now) })
  const validity = { type: 'FIX_TIME_RANGE', available_begin_time: '2026-11-01T00:00:00+08:00' } as const
  const valid_date_information = { ...validity, available_end_time: '2026-11-24T23:59:59+08:00' }
  const { card_id } = await api.cards.create(cardInput({ brand_id, appid, out_request_no: 'expiring', valid_date_information }))
  const named = { brand_id, card_id, openid: 'openid-9' }
  const imported = await api.userCards.importByOpenid({ ...named, user_card_code: 'code-9', valid_date_information })
  expect(imported.user_card_state).toBe('EFFECTIVE')
  now = '2026-11-25T00:00:00+08:00'
  expect(await sandbox.clock.set({ advance_seconds: 14 * 3600 })).toEqual({ mode: 'frozen', now: '2026-11-24T16:00:00.000Z' })
  expect((await api.userCards.get('code-9', named)).user_card_state).toBe('EXPIRED')
  await expect(sandbox.clock.set({ now: 'tomorrow at noon' })).rejects.toThrow('/now must be a time such as')
  expect((await sandbox.clock.set({ mode: 'real' })).mode).toBe('real')
})

test('reset leaves nothing, and a snapshot brings all of it back', async () => {
  await using prepared = await shared.prepare()
  const { sandbox, api, member } = prepared
  const { brand_id, card_id, openid } = member
  const snapshot = await sandbox.snapshot()
  expect(snapshot).not.toContain('13800001234')
  await sandbox.faults.add({ fault: 'delay' })
  expect(await sandbox.reset()).toMatchObject({ clock: { mode: 'real' }, faults: [], forward: null })
  await expect(api.userCards.get('code-1', { brand_id, card_id, openid })).rejects.toMatchObject({ status: 400 })
  await sandbox.restore(snapshot)
  expect(await sandbox.reset({ keep_templates: true })).toMatchObject({ faults: [] })
  await expect(api.userCards.get('code-1', { brand_id, card_id, openid })).rejects.toMatchObject({ status: 404 })
  expect(await sandbox.members.join({ brand_id, card_id, openid })).toMatchObject({ user_card_state: 'UNACTIVATED' })
  await sandbox.restore(snapshot)
  expect(await api.userCards.get('code-1', { brand_id, card_id, openid })).toEqual(member)
  expect(await sandbox.snapshot()).toBe(snapshot)
  await expect(sandbox.restore('{}\n')).rejects.toThrow('line 1 does not say that this is a snapshot of a sandbox')
  await expect(sandbox.restore(`${snapshot}{"table":"nothing","row":{}}\n`)).rejects.toThrow('is not a row of a known table')
  expect(await api.userCards.get('code-1', { brand_id, card_id, openid })).toEqual(member)
})

test('the inspector shows what arrived, without what is personal', async () => {
  await using prepared = await shared.prepare()
  const { sandbox, member, platform } = prepared
  const [latest] = await sandbox.requests(1)
  expect(latest).toMatchObject({
    operation: 'importUserCardByOpenid',
    method: 'POST',
    target: '/v3/brand/partner/card-member/user-cards/import-by-openid',
    caller_kind: 'partner',
    caller_id: platform.credential.mchid,
    status: 200,
    signature: { valid: true },
  })
  expect(latest?.signed_message).toContain('"phone_number":"[hidden]"')
  expect(latest?.answer).toContain(`"user_card_code":"${member.user_card_code}"`)
  expect(JSON.stringify(latest)).not.toMatch(/13800001234|WECHATPAY2-SHA256/)
})

const target = '/v3/brand/partner/card-member/cards?brand_id=1004&offset=0&limit=20'
const reordered = '/v3/brand/partner/card-member/cards?brand_id=1004&limit=20&offset=0'

test.each<[mistake: string, line: number, code: string, signed: [method: string, target: string, body: string], signed_line: string]>([
  ['the method was signed in lower case', 1, 'method_lower_case', ['get', target, ''], 'get'],
  [
    'the query string was left out',
    2,
    'query_left_out',
    ['GET', '/v3/brand/partner/card-member/cards', ''],
    '/v3/brand/partner/card-member/cards',
  ],
  ['the query was signed in another order', 2, 'query_order', ['GET', reordered, ''], reordered],
  ['an empty object was signed where no body was sent', 5, 'body_empty_object', ['GET', target, '{}'], '{}'],
])('the inspector finds out that %s', async (mistake, line, code, [method, signed, body], signed_line) => {
  using tenants = makeTenants()
  await using platform = await startPlatform({
    tenants: tenants.tenants,
    database: `sqlite:${tenants.folder}/p.db`,
    log: new CapturedLog().log,
    sandbox: true,
  })
  using caller = new Caller(platform, Date.now, { mchid, serial_no, privateKey: merchant.privateKey })
  const { status } = await caller.send('GET', target, '', { authorization: authorization(caller.pairs(method, signed, body)) })
  expect(status).toBe(401)
  const [seen] = await connectSandbox(platform.url, { token: platform.sandbox_token }).requests(1)
  expect(seen?.signature).toEqual({ valid: false, line, code, issue: mistake, signed_line })
})

test('without --sandbox there is none, and none is open to others without a token', async () => {
  await using plain = await startTestPlatform()
  await expect(connectSandbox(plain.platform.url).state()).rejects.toThrow('This platform has no sandbox; start it with --sandbox.')
  using tenants = makeTenants()
  const options = { tenants: tenants.tenants, database: `sqlite:${tenants.folder}/p.db`, log: new CapturedLog().log }
  await expect(startPlatform({ ...options, host: '0.0.0.0', sandbox: true })).rejects.toThrow(SandboxError)
  await using platform = await startPlatform({ ...options, sandbox: { token: 'a-token' } })
  await expect(connectSandbox(platform.url).state()).rejects.toMatchObject({ status: 401, code: 'SIGN_ERROR' })
  await expect(connectSandbox(platform.url, { token: 'b-token' }).state()).rejects.toThrow(SandboxApiError)
  expect((await connectSandbox(platform.url, { token: 'a-token' }).state()).forward).toBeNull()
})

test('controls say what is wrong with their input', async () => {
  await using prepared = await shared.prepare()
  const { sandbox, card, platform } = prepared
  await expect(sandbox.members.join({ ...card, openid: '' })).rejects.toMatchObject({ status: 400, code: 'PARAM_ERROR' })
  const other = { ...card, user_card_code: 'code-none' }
  await expect(sandbox.members.delete(other)).rejects.toMatchObject({ status: 404, code: 'RESOURCE_NOT_EXISTS' })
  await expect(sandbox.faults.add({ fault: 'delay', delay_ms: 0 })).rejects.toThrow('/delay_ms')
  const form = await fetch(`${platform.url}/_sandbox/reset`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', authorization: `Bearer ${platform.sandbox_token}` },
    body: '{}',
  })
  expect(form.status).toBe(415)
})
