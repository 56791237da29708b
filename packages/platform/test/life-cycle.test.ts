import type { UserCard } from '@card-member/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import type { Caller } from './fixtures/caller.ts'
import {
  answerOf,
  base,
  cardInput,
  createCard,
  getUserCard,
  importInput,
  importMember,
  invalidate,
  succeeded,
} from './fixtures/card-calls.ts'
import { startTestPlatform, type TestPlatform } from './fixtures/platform.ts'
import { brand_id, makeTenants, mchid } from './fixtures/tenants.ts'

const wrongTemplate = [400, { code: 'INVALID_REQUEST', message: '会员卡模版ID不属于该品牌' }]
const noSuchCard = [404, { code: 'RESOURCE_NOT_EXISTS', message: '用户会员卡不存在' }]
const now = '2026-11-24T10:00:00+08:00'
const later = '2026-11-24T10:01:00+08:00'

describe.each(kinds)('a user card on %s', (kind) => {
  let running: TestPlatform
  let caller: Caller
  let card_id: string

  beforeAll(async () => {
    running = await startTestPlatform({ kind })
    caller = running.caller
    card_id = (await createCard(caller)).card_id
  })
  afterAll(async () => running[Symbol.asyncDispose]())

  /** Imports a member named after the test, so that tests share nothing but the template. */
  async function member(name: string, over: object = {}) {
    running.clock.set(now)
    const imported = await importMember(caller, card_id, { openid: `openid-${name}`, user_card_code: name, ...over })
    return {
      imported,
      openid: imported.openid,
      ask: (body: object) => invalidate(caller, card_id, { openid: imported.openid, ...body }, name),
    }
  }

  test('is imported effective, with the face of its template', async () => {
    const { imported } = await member('imported', { level: '钻石会员' })
    const expected: UserCard = {
      user_card_code: 'imported',
      card_id,
      openid: 'openid-imported',
      brand_id,
      card_type: 'NORMAL',
      valid_date_information: { type: 'PERMANENT' },
      card_color: '#FFFF00',
      card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/card/0',
      level: '钻石会员',
      pickup_time: now,
      user_card_state: 'EFFECTIVE',
      create_time: now,
      modify_time: now,
    }
    expect(imported).toEqual(expected)
    expect(await getUserCard(caller, card_id, 'openid-imported', 'imported')).toEqual(expected)
  })

  test('is invalidated with reason and time', async () => {
    const { imported, ask, openid } = await member('invalidated')
    running.clock.set(later)
    const expected: UserCard = {
      ...imported,
      user_card_state: 'INVALID',
      invalid_reason: '用户申请退会',
      invalid_time: later,
      modify_time: later,
    }
    expect(succeeded(await ask({ invalid_reason: '用户申请退会' }))).toEqual(expected)
    expect(await getUserCard(caller, card_id, openid, 'invalidated')).toEqual(expected)
  })

  test('keeps its first reason and time when asked again', async () => {
    const { ask } = await member('twice')
    const first = succeeded(await ask({ invalid_reason: 'first' }))
    running.clock.set(later)
    expect(succeeded(await ask({ invalid_reason: 'first' }))).toEqual(first)
    expect(succeeded(await ask({ invalid_reason: 'second' }))).toEqual(first)
    expect(await historyOf('twice')).toHaveLength(2)
  })

  test('is not found by an unknown code or another openid, in the same words', async () => {
    await member('stranger')
    const get = (query: string) => caller.call('GET', `${base}/user-cards/stranger?brand_id=${brand_id}&card_id=${card_id}&${query}`)
    expect(answerOf(await invalidate(caller, card_id, { openid: 'openid-stranger' }, 'unknown'))).toEqual(noSuchCard)
    expect(answerOf(await invalidate(caller, card_id, { openid: 'openid-2' }, 'stranger'))).toEqual(noSuchCard)
    expect(answerOf(await get('openid=openid-2'))).toEqual(noSuchCard)
    expect((await get('openid=openid-stranger')).text).toContain('EFFECTIVE')
  })

  test('of an unknown template is refused by the template', async () => {
    expect(answerOf(await invalidate(caller, 'unknown'))).toEqual(wrongTemplate)
    const read = await caller.call('GET', `${base}/user-cards/code?brand_id=${brand_id}&card_id=unknown&openid=o`)
    expect(answerOf(read)).toEqual(wrongTemplate)
    const imported = await caller.call('POST', `${base}/user-cards/import-by-openid`, importInput('unknown'))
    expect(answerOf(imported)).toEqual(wrongTemplate)
  })

  test.each(['UNACTIVATED', 'EXPIRED'])('is invalidated from %s', async (state) => {
    const validity = { type: 'FIX_TIME_RANGE', available_begin_time: '2026-01-01T00:00:00+08:00', available_end_time: now }
    const ranged = await createCard(
      caller,
      cardInput({ out_request_no: `from-${state}`, valid_date_information: { ...validity, type: 'FIX_TIME_RANGE' } }),
    )
    running.clock.set(now)
    await importMember(caller, ranged.card_id, { user_card_code: state, valid_date_information: validity })
    // The operations that leave a card unactivated come from the member's side.
    if (state === 'UNACTIVATED')
      await running.database.rows(`update user_cards set user_card_state = 'UNACTIVATED' where user_card_code = '${state}'`)
    running.clock.set(later)
    expect((await getUserCard(caller, ranged.card_id, 'openid-1', state)).user_card_state).toBe(state)
    const ended: UserCard = succeeded(await invalidate(caller, ranged.card_id, { openid: 'openid-1' }, state))
    expect([ended.user_card_state, ended.invalid_time]).toEqual(['INVALID', later])
  })

  test.each([{}, { invalid_reason: '' }, { invalid_reason: null }])('has no invalid_reason after %o', async (body) => {
    const { ask } = await member(`reason-${Object.values(body).join('')}${Object.keys(body).length}${Object.values(body).includes(null)}`)
    expect(succeeded(await ask(body))).not.toHaveProperty('invalid_reason')
  })

  test('has a reason of 32 characters, not of 33', async () => {
    const { ask } = await member('long')
    expect(answerOf(await ask({ invalid_reason: '退'.repeat(33) }))).toEqual([
      400,
      {
        code: 'PARAM_ERROR',
        message: '参数错误',
        detail: { field: '/invalid_reason', value: '退'.repeat(33), issue: 'string length exceeds 32', location: 'body' },
      },
    ])
    expect(succeeded<UserCard>(await ask({ invalid_reason: '退'.repeat(32) })).invalid_reason).toBe('退'.repeat(32))
  })

  test('has no reason that a database could not keep', async () => {
    const { ask } = await member('nul')
    expect(answerOf(await ask({ invalid_reason: 'a\0b' }))).toMatchObject([
      400,
      { code: 'PARAM_ERROR', detail: { field: '/invalid_reason', issue: 'contains a NUL character' } },
    ])
  })

  test.each(['"quoted"', "'); drop table user_cards; --", 'back\\slash \\u0000', '$1 ? :name {}', 'é\u0301 ñ', 'tab\tand\nline'])(
    'has the reason %o as it was given',
    async (invalid_reason) => {
      const { ask } = await member(`quoted-${Buffer.from(invalid_reason).toString('hex').slice(0, 20)}`)
      expect(succeeded<UserCard>(await ask({ invalid_reason })).invalid_reason).toBe(invalid_reason)
    },
  )

  test('is held once, but may be taken again when it is invalid', async () => {
    const { ask, openid } = await member('held')
    const again = (user_card_code: string) =>
      caller.call('POST', `${base}/user-cards/import-by-openid`, importInput(card_id, { openid, user_card_code }))
    expect(answerOf(await again('held-2'))).toEqual([400, { code: 'INVALID_REQUEST', message: '会员已经领取过该卡' }])
    await ask({})
    expect(answerOf(await again('held'))).toEqual([400, { code: 'INVALID_REQUEST', message: '会员卡code已被使用' }])
    expect((await again('held-2')).status).toBe(200)
  })

  test('keeps the case of its code apart', async () => {
    await member('case')
    await member('CASE')
    await invalidate(caller, card_id, { openid: 'openid-case' }, 'case')
    expect((await getUserCard(caller, card_id, 'openid-CASE', 'CASE')).user_card_state).toBe('EFFECTIVE')
  })

  test('survives its template, and can then still be invalidated', async () => {
    const template = await createCard(caller, { out_request_no: 'ended' })
    await importMember(caller, template.card_id, { user_card_code: 'before' })
    running.clock.set(later)
    const ended = { ...template, state: 'CARD_INVALID', modify_time: later }
    const end = () => caller.call('POST', `${base}/cards/${template.card_id}/invalidate`, { brand_id })
    expect(succeeded(await end())).toEqual(ended)
    running.clock.advance(60)
    expect(succeeded(await end())).toEqual(ended)
    const after = await caller.call(
      'POST',
      `${base}/user-cards/import-by-openid`,
      importInput(template.card_id, { openid: 'openid-2', user_card_code: 'after' }),
    )
    expect(answerOf(after)).toEqual([400, { code: 'INVALID_REQUEST', message: '会员卡模板已失效' }])
    expect((await getUserCard(caller, template.card_id, 'openid-1', 'before')).user_card_state).toBe('EFFECTIVE')
    expect(succeeded(await invalidate(caller, template.card_id, { openid: 'openid-1' }, 'before'))).toMatchObject({
      user_card_state: 'INVALID',
    })
  })

  test('has a validity of the type of its template', async () => {
    const validity = { type: 'FIX_TERM', available_day_after_receive: 1 }
    const body = importInput(card_id, { openid: 'openid-type', user_card_code: 'type', valid_date_information: validity, pickup_time: now })
    expect(answerOf(await caller.call('POST', `${base}/user-cards/import-by-openid`, body))).toEqual([
      400,
      { code: 'INVALID_REQUEST', message: '有效期类型须与会员卡模板一致' },
    ])
  })

  test('leaves a history: who, when, what and by which request', async () => {
    const { ask } = await member('history')
    running.clock.set(later)
    const received = await ask({ invalid_reason: '用户申请退会' })
    const [created, invalidated] = await historyOf('history')
    expect(created).toMatchObject({
      revision: 1,
      time: Date.parse(now) / 1000,
      caller_kind: 'partner',
      caller_id: mchid,
      operation: 'importUserCardByOpenid',
    })
    expect(created?.change).toBe('{"to":"EFFECTIVE"}')
    expect(invalidated).toEqual({
      brand_id,
      card_id,
      entity: 'user_card',
      entity_id: 'history',
      revision: 2,
      time: Date.parse(later) / 1000,
      caller_kind: 'partner',
      caller_id: mchid,
      operation: 'invalidateUserCard',
      request_id: String(received.headers['request-id']).replace(/-0$/, ''),
      change: '{"from":"EFFECTIVE","to":"INVALID","fields":["user_card_state","invalid_time","invalid_reason","modify_time"]}',
    })
  })

  test('leaves no history when it is refused', async () => {
    await member('refused')
    await invalidate(caller, card_id, { openid: 'openid-2' }, 'refused')
    expect(await historyOf('refused')).toHaveLength(1)
  })

  function historyOf(user_card_code: string) {
    return running.database.rows(
      `select * from history where card_id = '${card_id}' and entity = 'user_card' and entity_id = '${user_card_code}' order by revision`,
    )
  }
})

describe('the brand', () => {
  test('is open to the merchants it is listed under, whatever the template', async () => {
    using tenants = makeTenants()
    await using running = await startTestPlatform({ tenants })
    const refused = [403, { code: 'NO_AUTH', message: '商户暂无权限使用此功能' }]
    for (const brand of ['2005', 'unknown']) {
      const get = (path: string) => running.caller.call('GET', `${base}/${path}`)
      const post = (path: string, body: object) => running.caller.call('POST', `${base}/${path}`, body)
      const page = `brand_id=${brand}&offset=0&limit=1`
      const answers = [
        post('cards', cardInput({ brand_id: brand })),
        get(`cards?${page}`),
        get(`cards/p?brand_id=${brand}`),
        post('cards/p/invalidate', { brand_id: brand }),
        get(`user-cards/c?brand_id=${brand}&card_id=p&openid=o`),
        get(`user-cards?${page}&openid=o`),
        post('user-cards/import-by-openid', importInput('p', { brand_id: brand })),
        post(`user-cards/c/invalidate?brand_id=${brand}&card_id=p`, { openid: 'o' }),
      ]
      for (const answer of await Promise.all(answers)) expect(answerOf(answer)).toEqual(refused)
    }
  })
})
