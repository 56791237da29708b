import { describe, expect, it } from 'vitest'
import { type CardMember, type RetryEvent, TransportFailure } from '../src/index.ts'
import { noAnswer, type Responder, resetConnection, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { strangerKey } from './fixtures/keys.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { closedUrl, startServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const template = {
  out_request_no: '1004-20260714-0001',
  brand_id: '1004',
  appid: 'wxea9c30890f48d5ae',
  card_type: 'NORMAL',
  code_mode: 'SYSTEM_ALLOCATE',
  code_type: 'NONE_CODE',
  card_title: '会员卡',
  card_color: '#FFFF00',
  card_picture_url: 'https://wxpaylogo.qpic.cn/x.png',
  benefits: '会员折扣',
  notify_url: 'https://example.com/notify',
  valid_date_information: { type: 'PERMANENT' },
} as const

const calls: Readonly<Record<string, (api: CardMember) => Promise<unknown>>> = {
  always: (api) => api.userCards.get(code, asked),
  same_number: (api) => api.cards.create(template),
  never: (api) => api.userCards.invalidate(code, asked),
}
const probe: Responder = signed(200, {}, { change: (headers) => ({ ...headers, 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/AAAA' }) })
const wrongKey: Responder = signed(200, {}, { key: strangerKey })
const unknownSerial: Responder = signed(200, {}, { serial: 'PUB_KEY_ID_7' })
const refusal = (status: number, name: string) => signed(status, { code: name, message: '' })

// The failure, and how many of three attempts it takes: for reads, numbered writes, other writes.
const table: readonly (readonly [string, Responder, readonly [number, number, number]])[] = [
  ['429', refusal(429, 'RATELIMIT_EXCEEDED'), [3, 3, 3]],
  ['an HTML 429', unsigned(429, '<html>'), [3, 3, 3]],
  ['202', signed(202, {}), [3, 3, 3]],
  ['500', refusal(500, 'SYSTEM_ERROR'), [3, 3, 1]],
  ['an HTML 502', unsigned(502, '<html>'), [3, 3, 1]],
  ['503', refusal(503, 'SERVICE_UNAVAILABLE'), [3, 3, 1]],
  ['501', unsigned(501, ''), [1, 1, 1]],
  ['a connection reset', resetConnection, [3, 3, 1]],
  ['a probe', probe, [2, 2, 1]],
  ['a wrong signature', wrongKey, [2, 2, 1]],
  ['an unknown serial', unknownSerial, [1, 1, 1]],
  ['no signature', unsigned(200, {}), [1, 1, 1]],
  ['400', refusal(400, 'PARAM_ERROR'), [1, 1, 1]],
  ['401', unsigned(401, { code: 'SIGN_ERROR', message: '' }), [1, 1, 1]],
  ['403', refusal(403, 'NO_AUTH'), [1, 1, 1]],
  ['404', refusal(404, 'RESOURCE_NOT_EXISTS'), [1, 1, 1]],
  ['an empty 404', unsigned(404, ''), [1, 1, 1]],
  ['a redirect', unsigned(302, '', { Location: '/' }), [1, 1, 1]],
  ['a 200 that is no JSON', signed(200, 'hello'), [1, 1, 1]],
]
const kinds = Object.keys(calls)
const cases = table.flatMap(([what, act, tries]) => kinds.map((kind, index) => [kind, what, act, tries[index] ?? 0] as const))

describe('repetition', () => {
  it.each(cases)('of a call that may be repeated %s, after %s', async (kind, _what, responder, attempts) => {
    await using server = await startServer(responder)
    const error = await failureOf(calls[kind]?.(server.client()) ?? Promise.resolve())
    expect(server.requests).toHaveLength(attempts)
    expect(error).toMatchObject({ attempts })
  })

  // Side by side, because they do nothing but wait.
  it.concurrent.each([
    ['always', 3],
    ['same_number', 3],
    ['never', 1],
  ] as const)('of a call that may be repeated %s, after no answer', async (kind, attempts) => {
    await using server = await startServer(noAnswer)
    const error = await failureOf(calls[kind]?.(server.client({ attempt_timeout_ms: 300 })) ?? Promise.resolve())
    expect(server.requests).toHaveLength(attempts)
    expect(error).toMatchObject({ attempts })
  })

  it.each(kinds)('of a call that may be repeated %s, when it was never sent', async (kind) => {
    await using server = await startServer(noAnswer)
    const api = server.client({}, { base_url: await closedUrl() })
    expect(await failureOf(calls[kind]?.(api) ?? Promise.resolve())).toMatchObject({ outcome: 'not_sent', attempts: 3, retryable: true })
  })

  it('ends with the first good answer, and signs each attempt anew over the same bytes', async () => {
    await using server = await startServer(refusal(429, 'RATELIMIT_EXCEEDED'), unsigned(502, ''), signed(200, userCard))
    expect(await server.client().userCards.get(code, asked)).toEqual(userCard)
    expect(server.requests.map((received) => received.signed)).toEqual([true, true, true])
    expect(new Set(server.requests.map(({ headers }) => headers.authorization)).size).toBe(3)
    expect(new Set(server.requests.map(({ url }) => url)).size).toBe(1)
  })

  it('sends a sealed field as the same ciphertext each time', async () => {
    await using server = await startServer(refusal(429, 'RATELIMIT_EXCEEDED'), signed(200, userCard))
    const member = { ...asked, user_card_code: code, phone_number: '13800000000', valid_date_information: { type: 'PERMANENT' } } as const
    await server.client().userCards.importByOpenid(member)
    expect(server.requests[0]?.body).toBe(server.requests[1]?.body)
  })

  it('waits a random time of up to 1, 2, 4 … seconds', async () => {
    await using server = await startServer(refusal(429, 'RATELIMIT_EXCEEDED'))
    const chances = [0, 0.25, 0.999, 0.5]
    const api = server.client({ max_attempts: 5, random: () => chances.shift() ?? 0 })
    await failureOf(api.userCards.get(code, asked))
    expect(server.slept).toEqual([500, 3996, 4000])
  })

  it('makes no attempt after the deadline of the call', async () => {
    await using server = await startServer(refusal(429, 'RATELIMIT_EXCEEDED'))
    let now = 0
    const api = server.client({
      max_attempts: 9,
      timeout_ms: 3_000,
      random: () => 1,
      elapsed: () => now,
      sleep: async (ms) => {
        now += ms
      },
    })
    // 1 s, then 2 s would reach the deadline: the last answer is reported instead.
    const error = await failureOf(api.userCards.get(code, asked))
    expect(error).toMatchObject({ code: 'RATELIMIT_EXCEEDED', outcome: 'rejected', attempts: 2 })
  })

  it('gives an attempt no more time than the call has left', async () => {
    await using server = await startServer(noAnswer)
    const error = await failureOf(server.client().userCards.get(code, asked, { timeout_ms: 40 }))
    expect(error).toMatchObject({ code: 'TIMED_OUT', attempts: 1 })
  })

  it('uses max_attempts of the call before that of the client', async () => {
    await using server = await startServer(refusal(429, 'RATELIMIT_EXCEEDED'))
    const api = server.client({ max_attempts: 4 })
    await failureOf(api.userCards.get(code, asked))
    await failureOf(api.userCards.get(code, asked, { max_attempts: 1 }))
    expect(server.requests).toHaveLength(5)
  })

  it('stops when the signal aborts between two attempts', async () => {
    await using server = await startServer(refusal(429, 'RATELIMIT_EXCEEDED'))
    const controller = new AbortController()
    const api = server.client({
      sleep: async (_ms, signal) => {
        controller.abort(new Error('enough'))
        signal?.throwIfAborted()
      },
    })
    const error = await failureOf(api.userCards.get(code, asked, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'ABORTED', outcome: 'rejected', attempts: 1, cause: { message: 'enough' } })
  })

  it('reports a rejected write as unknown when an earlier attempt may have taken effect', async () => {
    await using server = await startServer(resetConnection, refusal(400, 'INVALID_REQUEST'))
    expect(await failureOf(server.client().cards.create(template))).toMatchObject({
      code: 'INVALID_REQUEST',
      outcome: 'unknown',
      attempts: 2,
    })
  })

  it('reports a rejected read as rejected after a lost attempt', async () => {
    await using server = await startServer(resetConnection, refusal(404, 'RESOURCE_NOT_EXISTS'))
    expect(await failureOf(server.client().userCards.get(code, asked))).toMatchObject({ outcome: 'rejected', attempts: 2 })
  })

  it('repeats an invalidation after 429 and 202', async () => {
    await using server = await startServer(refusal(429, 'FREQUENCY_LIMITED'), signed(202, {}), signed(200, invalidCard))
    const retries: RetryEvent[] = []
    const api = server.client({ hooks: { onRetry: (event) => retries.push(event) } })
    expect(await api.userCards.invalidate(code, asked)).toEqual(invalidCard)
    expect(retries.map((event) => [event.attempt, event.code, event.outcome, event.delay_ms])).toEqual([
      [1, 'FREQUENCY_LIMITED', 'rejected', 500],
      [2, 'STILL_PROCESSING', 'unknown', 1000],
    ])
  })
})

describe('the backup host', () => {
  it('is used at once when no connection is possible, and its User-Agent says so', async () => {
    await using backup = await startServer(signed(200, invalidCard))
    const api = backup.client({ backup_url: backup.url }, { base_url: await closedUrl() })
    expect(await api.userCards.invalidate(code, asked)).toEqual(invalidCard)
    expect(backup.requests).toHaveLength(1)
    expect(backup.requests[0]?.headers['user-agent']).toMatch(/ \(Retried-V1\)$/)
    expect(backup.requests[0]?.signed).toBe(true)
    expect(backup.slept).toEqual([])
  })

  it.each([
    [
      'WeChat Pay itself',
      {},
      undefined,
      ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com', 'https://api.mch.weixin.qq.com'],
    ],
    ['WeChat Pay itself without one', { backup_url: false }, undefined, new Array(3).fill('https://api.mch.weixin.qq.com')],
    ['another platform', {}, 'https://cards.example.com', new Array(3).fill('https://cards.example.com')],
  ] as const)('is there by default for WeChat Pay only: %s', async (_what, options, base_url, origins) => {
    await using server = await startServer(noAnswer)
    const asked_of: string[] = []
    const send = async ({ url }: { url: string }) => {
      asked_of.push(new URL(url).origin)
      throw new TransportFailure('connection', false)
    }
    const api = server.client({ transport: { send }, ...options }, { base_url })
    expect(await failureOf(api.userCards.get(code, asked))).toMatchObject({ code: 'CONNECTION_FAILED', attempts: 3 })
    expect(asked_of).toEqual(origins)
  })

  it('is used for a read without an answer, and not for a write', async () => {
    await using primary = await startServer(resetConnection)
    await using backup = await startServer(signed(200, userCard))
    const api = primary.client({ backup_url: backup.url })
    expect(await api.userCards.get(code, asked)).toEqual(userCard)
    expect([primary.requests.length, backup.requests.length]).toEqual([1, 1])
    await failureOf(api.userCards.invalidate(code, asked))
    await failureOf(api.cards.create(template))
    expect([primary.requests.length, backup.requests.length]).toEqual([5, 1])
  })

  it('is not used when the primary answers, even with an error', async () => {
    await using primary = await startServer(unsigned(502, '<html>'))
    await using backup = await startServer(signed(200, userCard))
    await failureOf(primary.client({ backup_url: backup.url }).userCards.get(code, asked))
    expect([primary.requests.length, backup.requests.length]).toEqual([3, 0])
  })

  it('hands back to the primary when it cannot be reached either', async () => {
    const dead = await closedUrl()
    await using server = await startServer(signed(200, userCard))
    const hosts: string[] = []
    const api = server.client({ backup_url: await closedUrl(), hooks: { onRequest: ({ host }) => hosts.push(host) } }, { base_url: dead })
    expect(await failureOf(api.userCards.get(code, asked))).toMatchObject({ outcome: 'not_sent', attempts: 3 })
    expect(hosts).toEqual(['primary', 'backup', 'primary'])
    expect(server.slept).toEqual([1000])
  })
})
