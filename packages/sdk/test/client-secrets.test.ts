import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  type CallEndEvent,
  CallError,
  type CallEvent,
  CardMemberError,
  type RequestEvent,
  type ResponseEvent,
  type RetryEvent,
} from '../src/index.ts'
import { type Responder, resetConnection, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor, merchant } from './fixtures/keys.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const phone_number = '13812345678'
const name = '欧阳'
const apiv3_key = 'k'.repeat(32)
const member = {
  ...asked,
  user_card_code: userCard.user_card_code,
  phone_number,
  user_information: { common_field_list: [{ name: 'USER_FORM_FLAG_NAME', value: name }] },
  valid_date_information: { type: 'PERMANENT' },
} as const

/** Every way in which an error may end up in a log. */
function printed(error: unknown): string {
  return [
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
    String(error),
    error instanceof Error ? error.stack : '',
  ].join('\n')
}

/** A platform that gives back all it got. */
const echo: (status: number, sign: boolean) => Responder = (status, sign) => (received, response) => {
  const { authorization = '' } = received.headers
  const [, signature = ''] = /signature="([^"]+)"/.exec(authorization) ?? []
  const issue = `${phone_number} of ${name}, signed ${signature}`
  const detail = { field: '/phone_number', value: phone_number, issue, deep: [{ header: authorization, name }] }
  const body = { code: 'PARAM_ERROR', message: `wrong: ${phone_number}, ${authorization}`, detail }
  return (sign ? signed : unsigned)(status, body)(received, response)
}

describe('errors', () => {
  it.each<[string, Responder]>([
    ['a platform that echoes everything', echo(400, true)],
    ['one that echoes without a signature', echo(401, false)],
    ['a connection reset', resetConnection],
    ['a gateway that echoes', (received, response) => void response.writeHead(502).end(`<html>${JSON.stringify(received)}`)],
    ['an answer that cannot be trusted', unsigned(200, { ...userCard, phone_number })],
    ['an answer that cannot be opened', signed(200, { ...userCard, phone_number: 'AAAA' })],
    ['an answer that is cut short', signed(200, `{"phone_number":"${phone_number}`)],
  ])('hold no member data, key or Authorization after %s', async (_what, act) => {
    await using server = await startServer(act)
    const error = await failureOf(server.client({ max_attempts: 1 }, { apiv3_key }).userCards.importByOpenid(member))
    const text = printed(error)
    const [received] = server.requests
    const [, signature = 'none'] = /signature="([^"]+)"/.exec(received?.headers.authorization ?? '') ?? []
    expect(received?.body).not.toContain(phone_number)
    for (const secret of [phone_number, name, signature, 'nonce_str', apiv3_key, 'PRIVATE KEY', merchant.private_key.slice(100, 160)]) {
      expect(text).not.toContain(secret)
    }
  })

  it('hold nothing of what a transport of your own throws but its words', async () => {
    await using server = await startServer(resetConnection)
    const send = async (request: object) => Promise.reject(Object.assign(new Error('the proxy is closed'), { request, code: 'EPROXY' }))
    const error = await failureOf(server.client({ transport: { send } }).userCards.invalidate(member.user_card_code, asked))
    expect(error).toMatchObject({ code: 'CONNECTION_LOST', outcome: 'unknown', cause: { message: 'the proxy is closed' } })
    expect(printed(error)).not.toContain('nonce_str')
  })

  it('veil what a platform says about a sealed field, and keep the rest', async () => {
    await using server = await startServer(echo(400, true))
    const error = await failureOf(server.client().userCards.importByOpenid(member))
    expect(error).toMatchObject({
      code: 'PARAM_ERROR',
      server_message: 'wrong: [redacted], [redacted]',
      detail: { field: '/phone_number', value: '[redacted]', issue: '[redacted] of [redacted], signed [redacted]' },
    })
  })

  it('name wrong sealed fields without their values', async () => {
    await using server = await startServer(resetConnection)
    const error = await failureOf(server.client().userCards.importByOpenid({ ...member, phone_number: phone_number.repeat(20) }))
    expect(error).toHaveProperty('issues', [{ pointer: '/phone_number', issue: 'string length exceeds 214' }])
    expect(printed(error)).not.toContain(phone_number)
  })

  it('are one tree, speak two languages and go into JSON', async () => {
    await using server = await startServer(signed(404, { code: 'RESOURCE_NOT_EXISTS', message: '用户会员卡不存在' }))
    const error = await failureOf(server.client().userCards.get(member.user_card_code, asked))
    expect(error).toBeInstanceOf(CallError)
    expect(error).toBeInstanceOf(CardMemberError)
    const said = error instanceof CardMemberError ? [error.in('en'), error.in('zh-CN')] : []
    expect(said).toEqual([
      'getUserCard was answered 404 RESOURCE_NOT_EXISTS: 用户会员卡不存在 (it does not exist: check the ids)',
      'getUserCard 返回 404 RESOURCE_NOT_EXISTS：用户会员卡不存在',
    ])
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ApiError',
      code: 'RESOURCE_NOT_EXISTS',
      message: 'getUserCard was answered 404 RESOURCE_NOT_EXISTS: 用户会员卡不存在 (it does not exist: check the ids)',
      operation: 'getUserCard',
      outcome: 'rejected',
      attempts: 1,
      retryable: false,
      status: 404,
      request_id: '08F78BB5AF0610D302189F-0',
      verified: true,
      server_message: '用户会员卡不存在',
    })
  })

  it('explain a sign error', async () => {
    await using server = await startServer((received, response) => {
      const truncated_sign_message = `POST\n${received.url.replace('brand_id', 'brand')}\n1\nN\n{"openid\n`
      const detail = {
        detail: { issue: 'sign not match' },
        sign_information: { method: 'POST', url: received.url, truncated_sign_message, sign_message_length: 9 },
      }
      return unsigned(401, { code: 'SIGN_ERROR', message: '签名错误', detail })(received, response)
    })
    const error = await failureOf(server.client().userCards.invalidate(member.user_card_code, asked))
    const { url } = server.requests[0] ?? { url: '' }
    const explanation = `The url differs: the platform received "${url.replace('brand_id', 'brand')}", we signed "${url}". The request was changed on its way.`
    expect(error).toMatchObject({ code: 'SIGN_ERROR', outcome: 'rejected', explanation })
    expect(error).toHaveProperty(
      'message',
      `invalidateUserCard was answered 401 SIGN_ERROR: 签名错误 (wrong signature: check the private key, serial_no and the clock) ${explanation}`,
    )
  })
})

describe('hooks', () => {
  it('report every attempt under one call id, and nothing about the member', async () => {
    await using server = await startServer(signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }), resetConnection)
    const events: [string, CallEvent | RequestEvent | ResponseEvent | RetryEvent | CallEndEvent][] = []
    const hooks = {
      onCallStart: (event: CallEvent) => events.push(['start', event]),
      onCallEnd: (event: CallEndEvent) => events.push(['end', event]),
      onRequest: (event: RequestEvent) => events.push(['request', event]),
      onResponse: (event: ResponseEvent) => events.push(['response', event]),
      onRetry: (event: RetryEvent) => events.push(['retry', event]),
    }
    await failureOf(server.client({ hooks }).userCards.invalidate(member.user_card_code, asked))
    const call = {
      call_id: events[0]?.[1].call_id,
      operation: 'invalidateUserCard',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-cards/{user_card_code}/invalidate',
    }
    expect(call.call_id).toMatch(/^[0-9A-Za-z]{32}$/)
    const common = { ...call, host: 'primary', server: server.url.slice('http://'.length) }
    const refused = {
      status: 429,
      request_id: '08F78BB5AF0610D302189F-0',
      ms: expect.any(Number),
      outcome: 'rejected',
      code: 'RATELIMIT_EXCEEDED',
    }
    const lost = { status: undefined, request_id: undefined, ms: expect.any(Number), outcome: 'unknown', code: 'CONNECTION_LOST' }
    expect(events).toEqual([
      ['start', call],
      ['request', { ...common, attempt: 1 }],
      ['response', { ...common, attempt: 1, ...refused }],
      ['retry', { ...common, attempt: 1, ...refused, delay_ms: 500 }],
      ['request', { ...common, attempt: 2 }],
      ['response', { ...common, attempt: 2, ...lost }],
      ['end', { ...call, attempts: 2, ...lost }],
    ])
    const text = JSON.stringify(events)
    for (const secret of [member.user_card_code, asked.openid, asked.card_id, credentialFor('').serial_no])
      expect(text).not.toContain(secret)
  })

  it('report a success', async () => {
    await using server = await startServer(signed(200, invalidCard))
    const events: (ResponseEvent | CallEndEvent)[] = []
    const push = (event: ResponseEvent | CallEndEvent) => events.push(event)
    const api = server.client({ hooks: { onResponse: push, onCallEnd: push } })
    await api.userCards.invalidate(member.user_card_code, asked)
    const success = { status: 200, outcome: 'done', code: undefined, request_id: '08F78BB5AF0610D302189F-0' }
    expect(events).toMatchObject([
      { ...success, attempt: 1 },
      { ...success, attempts: 1 },
    ])
  })

  it('report the end of a call without a request, and of one that is aborted between two attempts', async () => {
    await using server = await startServer(signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }))
    const ended: CallEndEvent[] = []
    const abort = new AbortController()
    const hooks = { onCallEnd: (event: CallEndEvent) => ended.push(event), onRetry: () => abort.abort() }
    const sleep = async (_ms: number, signal?: AbortSignal) => signal?.throwIfAborted()
    const { userCards } = server.client({ hooks, sleep })
    const before_sign = () => {
      throw new Error('no')
    }
    await failureOf(userCards.invalidate(member.user_card_code, asked, { before_sign }))
    await failureOf(userCards.invalidate(member.user_card_code, asked, { signal: abort.signal }))
    expect(ended).toMatchObject([
      { attempts: 0, status: undefined, outcome: 'not_sent', code: 'SIGNING_REFUSED' },
      { attempts: 1, status: 429, outcome: 'rejected', code: 'ABORTED' },
    ])
    expect(new Set(ended.map(({ call_id }) => call_id)).size).toBe(2)
  })

  it('can be several, called in their order', async () => {
    await using server = await startServer(signed(200, invalidCard))
    const told: string[] = []
    const first = { onRequest: () => told.push('first'), onCallEnd: () => told.push('first end') }
    const second = { onRequest: () => told.push('second'), onCallStart: () => told.push('second start') }
    await server.client({ hooks: [first, second] }).userCards.invalidate(member.user_card_code, asked)
    expect(told).toEqual(['second start', 'first', 'second', 'first end'])
  })

  it('cannot break a call, thrown or rejected', async () => {
    await using server = await startServer(signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }), signed(200, invalidCard))
    const fail = () => {
      throw new Error('the log is full')
    }
    const hooks = { onCallStart: fail, onRequest: fail, onResponse: async () => fail(), onRetry: fail, onCallEnd: async () => fail() }
    expect(await server.client({ hooks: [hooks, hooks] }).userCards.invalidate(member.user_card_code, asked)).toEqual(invalidCard)
  })
})
