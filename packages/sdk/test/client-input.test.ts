import { readFile } from 'node:fs/promises'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { contract } from '../src/contract/index.ts'
import { type Card, type CardMember, CardMember as Client, OptionError, type UserCard, ValidationError, version } from '../src/index.ts'
import { signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor } from './fixtures/keys.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code

/** What a call without type checks is refused for. */
async function issuesOf(method: string, ...given: readonly unknown[]): Promise<string[]> {
  await using server = await startServer(signed(200, userCard))
  const error = await failureOf(Reflect.apply(Reflect.get(server.client().userCards, method), undefined, given))
  expect(error).toBeInstanceOf(ValidationError)
  expect(server.requests).toEqual([])
  return error instanceof ValidationError ? error.issues.map(({ pointer, issue }) => `${pointer} ${issue}`) : []
}

describe('input', () => {
  it('is rejected with every wrong field', async () => {
    await using server = await startServer(signed(200, userCard))
    const wrong = { brand_id: '品牌', card_id: '', openid: 'o', invalid_reason: `${'字'.repeat(33)}😀` }
    const error = await failureOf(server.client().userCards.invalidate(code, wrong))
    expect(error).toMatchObject({
      code: 'INVALID_INPUT',
      outcome: 'not_sent',
      attempts: 0,
      retryable: false,
      operation: 'invalidateUserCard',
    })
    expect(error).toHaveProperty('issues', [
      { pointer: '/brand_id', issue: 'has a character or form that is not allowed; expected ^[0-9A-Za-z_-]*$' },
      { pointer: '/card_id', issue: 'must not be empty' },
      { pointer: '/invalid_reason', issue: 'string length exceeds 32' },
    ])
    expect(error).toHaveProperty(
      'message',
      'invalidateUserCard was not sent, its input is wrong: /brand_id has a character or form that is not allowed; expected ^[0-9A-Za-z_-]*$; /card_id must not be empty; /invalid_reason string length exceeds 32.',
    )
  })

  it('may be 32 characters of three bytes', async () => {
    await using server = await startServer(signed(200, userCard))
    await server.client().userCards.invalidate(code, { ...asked, invalid_reason: '字'.repeat(32) })
    expect(server.requests).toHaveLength(1)
  })

  it('may not contain characters of four bytes', async () => {
    expect(await issuesOf('invalidate', code, { ...asked, invalid_reason: '再见👋' })).toEqual([
      '/invalid_reason contains a character of 4 bytes in UTF-8, such as an emoji',
    ])
  })

  it('may not be null, at any depth', async () => {
    const fields = {
      ...asked,
      user_card_code: code,
      level: null,
      valid_date_information: { type: 'PERMANENT', available_begin_time: null },
    }
    expect(await issuesOf('importByOpenid', fields)).toEqual([
      '/level must not be null; leave it out',
      '/valid_date_information/available_begin_time must not be null; leave it out',
    ])
  })

  it('may not have unknown fields', async () => {
    expect(await issuesOf('invalidate', code, { ...asked, reason: 'x' })).toEqual([
      '/reason is no field of this operation; invalid_reason is probably meant',
    ])
    expect(await issuesOf('invalidate', { ...asked, user_card_code: code })).toContain('/user_card_code must be of type string')
    expect(await issuesOf('invalidate', code, { ...asked, user_card_code: '1' })).toEqual([
      '/user_card_code comes before the object, as an argument of its own',
    ])
    expect(await issuesOf('invalidate', code, 'now')).toEqual([' the fields must be one object'])
    expect(await issuesOf('get')).toEqual([
      '/user_card_code is required',
      '/brand_id is required',
      '/card_id is required',
      '/openid is required',
    ])
  })

  it.each(['.', '..'])('may not be %s in a path', async (dots) => {
    expect(await issuesOf('get', dots, asked)).toEqual(['/user_card_code cannot be . or ..: no URL can carry it'])
  })

  it('is checked for conditions and for invalid times', async () => {
    const fields = { ...asked, user_card_code: code, valid_date_information: { type: 'FIX_TERM', available_day_after_receive: 3 } }
    expect(await issuesOf('importByOpenid', fields)).toEqual(['/pickup_time is required when valid_date_information.type is FIX_TERM'])
    const times = { ...fields, pickup_time: '2026-02-30T00:00:00+08:00' }
    expect(await issuesOf('importByOpenid', times)).toEqual(['/pickup_time is not a date-time'])
  })

  it('may have undefined fields', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = Object.entries(server.client()).find(([name]) => name === 'userCards')?.[1]
    await api.invalidate(code, { ...asked, invalid_reason: undefined })
    await api.importByOpenid({
      ...asked,
      user_card_code: code,
      valid_date_information: { type: 'PERMANENT', available_begin_time: undefined },
    })
    expect(server.requests[0]?.body).toBe(`{"openid":"${asked.openid}"}`)
  })
})

describe('options', () => {
  it.each<[string, object, string]>([
    ['timeout_ms', { timeout_ms: 0 }, 'timeout_ms must be a number above 0 and below 2147483648.'],
    ['max_attempts', { max_attempts: Number.NaN }, 'max_attempts must be a whole number above 0 and below 2147483648.'],
    ['attempt_timeout_ms', { attempt_timeout_ms: 2 ** 31 }, 'attempt_timeout_ms must be a number above 0 and below 2147483648.'],
    ['signal', { signal: {} }, 'signal must be an AbortSignal.'],
    ['unknown ones', { timeout: 5 }, 'timeout is no option of a call; timeout_ms is probably meant.'],
  ])('of a call are checked: %s', async (_what, options, message) => {
    await using server = await startServer(signed(200, userCard))
    const error = await failureOf(server.client().userCards.get(code, asked, options))
    expect(error).toBeInstanceOf(OptionError)
    expect(error).toMatchObject({ code: 'OPTION_INVALID', message })
    expect(server.requests).toEqual([])
  })

  it('of a client are checked', () => {
    const credential = credentialFor('http://127.0.0.1:1')
    expect(() => new Client(credential, { timeout_ms: -1 })).toThrow(OptionError)
    expect(() => new Client(credential, { rate_limit: { per_second: 0 } })).toThrow('rate_limit.per_second must be a number above 0')
    expect(() => new Client(credential, { backup_url: 'http://example.com' })).toThrow('backup_url is "http://example.com"')
  })
})

describe('the surface', () => {
  it('has every operation of the contract, and invalidateSafely', async () => {
    const api = new Client(credentialFor('http://127.0.0.1:1'))
    for (const [name, group] of Object.entries(contract)) {
      const methods = Object.entries(api).find(([property]) => property === name)?.[1]
      const extra = name === 'userCards' ? ['invalidateSafely'] : []
      expect(Object.keys(methods).sort()).toEqual([...Object.keys(group), ...extra].sort())
    }
    expect([api.mchid, api.base_url]).toEqual(['1900000001', 'http://127.0.0.1:1'])
    await api.close()
  })

  it('closes its own transport at the end of its scope, and not a transport that it was given', async () => {
    let closed = 0
    const transport = { send: () => Promise.reject(new Error('not used')), close: () => void closed++ }
    await using api = new Client(credentialFor('http://127.0.0.1:1'), { transport })
    await api.close()
    expect(closed).toBe(0)
  })

  it('is typed by the contract', () => {
    expectTypeOf<CardMember['userCards']['invalidate']>().returns.resolves.toEqualTypeOf<UserCard>()
    expectTypeOf<CardMember['cards']['create']>().returns.resolves.toEqualTypeOf<Card>()
    expectTypeOf<CardMember['userCards']['get']>().parameter(0).toBeString()
    expectTypeOf<CardMember['userCards']['get']>().parameter(1).toEqualTypeOf<{
      readonly brand_id: string
      readonly card_id: string
      readonly openid: string
    }>()
    expectTypeOf<CardMember['cards']['list']>()
      .parameter(0)
      .toExtend<{ readonly brand_id: string; readonly offset?: number; readonly limit?: number }>()
    expectTypeOf<{ readonly brand_id: string }>().toExtend<Parameters<CardMember['cards']['list']>[0]>()
  })

  it('names the version of the package', async () => {
    const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    expect(manifest.version).toBe(version)
  })
})
