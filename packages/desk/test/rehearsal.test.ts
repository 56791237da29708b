import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { callFaults, notificationFaults } from '@card-member/platform/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rehearsalFaults } from '../src/contract/rehearsal-fault.ts'
import { type Actor, type Desk, openDesk } from '../src/index.ts'
import { brand_id, startTestEnvironment, type TestEnvironment } from './fixtures/environment.ts'

const rehearser: Actor = {
  staff_id: 'writer',
  name: 'writer',
  grants: [{ brand_id, role: 'author' }],
  second_factor_time: undefined,
}
const auditor: Actor = { ...rehearser, grants: [{ brand_id: '*', role: 'auditor' }] }
const name = 'rehearsal'

let environment: TestEnvironment
let desk: Desk
let last = 1000
let card: { brand_id: string; card_id: string }

beforeAll(async () => {
  environment = await startTestEnvironment()
  const { folder, card_id, database } = environment
  const [entry] = JSON.parse(await readFile(environment.connections, 'utf8'))
  await writeFile(join(folder, 'other.token'), 'another\n')
  const sandbox = { ...entry, sandbox: true }
  const entries = [
    { ...sandbox, name, brands: [brand_id], sandbox_token_file: 'sandbox.token' },
    { ...sandbox, name: 'without token' },
    { ...sandbox, name: 'wrong token', sandbox_token_file: 'other.token' },
    { ...sandbox, name: 'gone', base_url: 'http://127.0.0.1:9', sandbox_token_file: 'sandbox.token' },
    { ...entry, name: 'real', base_url: 'http://127.0.0.1:10' },
  ]
  await writeFile(environment.connections, JSON.stringify(entries))
  desk = await openDesk({ database: database.url, folder, connections: environment.connections })
  card = { brand_id, card_id }
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await environment[Symbol.asyncDispose]()
})

/** A new member's card, given by the sandbox; the merchant of this template assigns the code, when it activates the card. */
async function given(openid: string) {
  expect(await desk.rehearsals.join(rehearser, { name, ...card, openid })).toEqual({ user_card_state: 'UNACTIVATED' })
  last += 1
  return { name, ...card, openid, user_card_code: `98760000${last}` }
}

async function activated(openid: string) {
  const member = await given(openid)
  expect(await desk.rehearsals.activate(rehearser, member)).toEqual({ user_card_state: 'EFFECTIVE' })
  return member
}

describe('a rehearsal', () => {
  it('knows every fault that the sandbox has', () => {
    expect(rehearsalFaults).toEqual({ calls: callFaults, notifications: notificationFaults })
  })

  it('gives a card, activates it, changes it, uses it, and ends it as its member', async () => {
    const member = await given('openid-life')
    await expect(desk.rehearsals.join(rehearser, { name, ...card, openid: 'openid-life' })).rejects.toMatchObject({
      kind: 'sandbox_member_has_card',
    })
    expect(await desk.rehearsals.activate(rehearser, member)).toEqual({ user_card_state: 'EFFECTIVE' })
    expect(await desk.rehearsals.change(rehearser, { ...member, level: '金卡' })).toEqual({ user_card_state: 'EFFECTIVE' })
    const { openid, user_card_code } = member
    expect(await environment.api.userCards.get(user_card_code, { ...card, openid })).toMatchObject({ level: '金卡' })
    await desk.rehearsals.open(rehearser, member)
    const { record_id } = await desk.rehearsals.exchange(rehearser, { ...member, deduct_points: 10 })
    expect(record_id).not.toBe('')
    expect(await desk.rehearsals.delete(rehearser, member)).toEqual({ user_card_state: 'INVALID' })
    await expect(desk.rehearsals.delete(rehearser, member)).rejects.toMatchObject({ kind: 'sandbox_card_ended' })
    const notifications = await desk.rehearsals.deliver(rehearser, { name })
    expect(notifications.map(({ event, openid }) => `${event} ${openid}`)).toEqual(
      ['USER_CARD.DELETE', 'POINT_EXCHANGE_COUPON', 'SYNC_USER_POINT', 'USER_CARD.CREATE'].map((event) => `${event} ****life`),
    )
    expect((await desk.rehearsals.notifications(rehearser, { name, last: 1 })).map(({ event }) => event)).toEqual(['USER_CARD.DELETE'])
  })

  it('turns the clock, and says by how much it is ahead', async () => {
    expect((await desk.rehearsals.state(rehearser, { name })).clock).toMatchObject({ mode: 'real', ahead_seconds: 0 })
    await desk.rehearsals.setClock(rehearser, { name, mode: 'frozen' })
    const { clock } = await desk.rehearsals.setClock(rehearser, { name, advance_seconds: 86_400 })
    expect(clock.mode).toBe('frozen')
    expect(Math.abs(clock.ahead_seconds - 86_400)).toBeLessThan(30)
    expect((await desk.rehearsals.setClock(rehearser, { name, mode: 'real' })).clock).toMatchObject({ mode: 'real', ahead_seconds: 0 })
    await expect(desk.rehearsals.setClock(rehearser, { name, now: '2026-13-45T00:00:00+08:00' })).rejects.toMatchObject({
      kind: 'sandbox_refused',
      detail: { issue: '/now must be a time such as 2026-11-24T10:00:00+08:00' },
    })
  })

  it('switches faults on and off', async () => {
    const { faults } = await desk.rehearsals.addFault(rehearser, { name, fault: 'answer_lost', on: 'invalidateUserCard', count: 2 })
    expect(faults).toMatchObject([{ fault: 'answer_lost', on: 'invalidateUserCard', remaining: 2, injected: 0 }])
    await desk.rehearsals.addFault(rehearser, { name, fault: 'delay', delay_ms: 5 })
    expect((await desk.rehearsals.clearFaults(rehearser, { name, fault_id: faults[0]?.fault_id })).faults).toMatchObject([
      { fault: 'delay', delay_ms: 5 },
    ])
    expect((await desk.rehearsals.clearFaults(rehearser, { name })).faults).toEqual([])
    await expect(desk.rehearsals.addFault(rehearser, { name, fault: 'delay', on: 'USER_CARD.CREATE' })).rejects.toMatchObject({
      kind: 'sandbox_refused',
    })
  })

  it('shows what arrived in the lines that are signed, and neither OpenID nor code', async () => {
    const member = await activated('openid-of-a-member')
    await desk.rehearsals.change(rehearser, { ...member, level: '银卡' })
    const [request] = await desk.rehearsals.requests(rehearser, { name, last: 1 })
    expect(request).toMatchObject({ operation: 'updateUserCard', status: 200, caller_kind: 'partner', signature: { valid: true } })
    expect(request?.lines?.slice(0, 2)).toEqual(['PATCH', request?.target])
    expect(request?.lines).toHaveLength(5)
    expect(request?.lines?.[4]).toContain('"level":"银卡"')
    const text = JSON.stringify(request)
    for (const secret of [member.openid, member.user_card_code]) expect(text).not.toContain(secret)
    expect(request?.target).toContain(`****${member.user_card_code.slice(-4)}`)
  })

  it('says why a signature is wrong, with the line that was signed', async () => {
    const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${environment.platform.credential.mchid}",nonce_str="a",signature="YQ==",timestamp="${Math.floor(Date.now() / 1000)}",serial_no="${environment.platform.credential.serial_no}"`
    const target = '/v3/brand/partner/card-member/cards?brand_id=1004&offset=0&limit=20'
    const { status } = await fetch(environment.platform.url + target, { headers: { authorization, accept: 'application/json' } })
    expect(status).toBe(401)
    const [request] = await desk.rehearsals.requests(rehearser, { name, last: 1 })
    expect(request).toMatchObject({ target, status: 401, signature: { valid: false, code: 'none_known' } })
  })

  it('notes each act in the audit log, without OpenID and code', async () => {
    await given('openid-noted')
    await desk.rehearsals.addFault(rehearser, { name, fault: 'delay' })
    const [fault] = await desk.audit.search(auditor, { action: 'rehearsal.act', brand: '-' }, 1)
    expect(fault).toMatchObject({ staff_id: 'writer', facts: { connection: name, act: 'add_fault', fault: 'delay' } })
    const [join] = await desk.audit.search(auditor, { action: 'rehearsal.act', brand: brand_id }, 1)
    expect(join?.facts).toEqual({ connection: name, act: 'join', card_id: card.card_id })
  })

  it('is reset, and keeps its templates', async () => {
    const member = await activated('openid-reset')
    await desk.rehearsals.addFault(rehearser, { name, fault: 'delay' })
    expect(await desk.rehearsals.reset(rehearser, { name })).toMatchObject({ clock: { mode: 'real' }, faults: [] })
    await expect(desk.rehearsals.open(rehearser, member)).rejects.toMatchObject({ kind: 'sandbox_card_unknown' })
    await given('openid-reset')
  })
})

describe('a rehearsal is refused', () => {
  const everywhere: Actor = { ...rehearser, grants: [{ brand_id: '*', role: 'manager' }] }

  it.each([
    ['real', 'connection_not_sandbox'],
    ['without token', 'sandbox_token_missing'],
    ['wrong token', 'sandbox_token_wrong'],
    ['gone', 'sandbox_unreachable'],
    ['nothing', 'connection_unknown'],
  ])('on the connection "%s": %s', async (connection, kind) => {
    await expect(desk.rehearsals.state(everywhere, { name: connection })).rejects.toMatchObject({ kind })
    await expect(desk.rehearsals.reset(everywhere, { name: connection })).rejects.toMatchObject({ kind })
  })

  it('for a brand that somebody has no role for, and one that the connection does not serve', async () => {
    const both: Actor = { ...rehearser, grants: [...rehearser.grants, { brand_id: '2005', role: 'author' }] }
    const join = (actor: Actor) => desk.rehearsals.join(actor, { name, ...card, brand_id: '2005', openid: 'o' })
    await expect(join(rehearser)).rejects.toMatchObject({ kind: 'not_permitted' })
    await expect(join(both)).rejects.toMatchObject({ kind: 'connection_other_brand' })
    const other: Actor = { ...rehearser, grants: [{ brand_id: '2005', role: 'manager' }] }
    await expect(desk.rehearsals.state(other, { name })).rejects.toMatchObject({ kind: 'not_permitted' })
  })
})

describe('the list of connections', () => {
  it('says which are sandboxes that can be rehearsed on, and how their calls went', async () => {
    const [first, second, , gone, real] = await desk.connections.list(rehearser)
    expect(first).toMatchObject({ name, sandbox: true, rehearsal: true, health: 'working', last_success_time: expect.any(String) })
    expect(second).toMatchObject({ sandbox: true, rehearsal: false, health: 'unused' })
    expect(gone).not.toHaveProperty('last_success_time')
    expect(real).toMatchObject({ name: 'real', sandbox: false, rehearsal: false })
  })
})
