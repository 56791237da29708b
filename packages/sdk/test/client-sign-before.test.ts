import { setTimeout as rest } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { CallError } from '../src/index.ts'
import { parseAuthorization } from '../src/protocol/index.ts'
import { resetConnection, signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const start = Math.floor(Date.now() / 1000) * 1000

describe('sign_before', () => {
  it('allows a timestamp at that moment, and none that is a millisecond later', async () => {
    await using server = await startServer(signed(200, invalidCard))
    let now = start
    const { userCards } = server.client({ clock: () => now })
    for (const sign_before of [start, new Date(start)])
      expect(await userCards.invalidate(code, asked, { sign_before })).toEqual(invalidCard)
    now = start + 1
    const refused = await failureOf(userCards.invalidate(code, asked, { sign_before: start }))
    expect(refused).toMatchObject({ name: 'NotSignedError', code: 'SIGN_BEFORE_PASSED', outcome: 'not_sent', retryable: false })
    expect(refused instanceof CallError && [refused.message, refused.in('zh-CN')]).toEqual([
      `invalidateUserCard was not sent: sign_before has passed (${start + 1}, ${start}). Check the clock of this machine, and what the call waited for.`,
      `invalidateUserCard 未发送：已超过 sign_before（${start + 1}, ${start}）。请检查本机时钟与等待时间。`,
    ])
    expect(server.requests).toHaveLength(2)
  })

  it('is compared with the signed timestamp, not with an earlier one', async () => {
    await using server = await startServer(signed(200, invalidCard))
    let reads = 0
    // A clock that leaps between two readings: whatever is signed must be what was compared.
    const { userCards } = server.client({ clock: () => start + 60_000 * reads++ })
    reads = 0
    await userCards.invalidate(code, asked, { sign_before: start + 30_000 })
    const timestamps = server.requests.map(({ headers }) => Number(parseAuthorization(headers.authorization ?? '')?.timestamp))
    expect(timestamps).toEqual([start / 1000])
  })

  it('applies after the wait of the local rate limiter', async () => {
    await using server = await startServer(signed(200, invalidCard))
    let now = start
    const limiter = {
      take: async () => {
        now += 120_000
      },
    }
    const { userCards } = server.client({ clock: () => now, rate_limit: { limiter } })
    expect(await failureOf(userCards.invalidate(code, asked, { sign_before: start + 90_000 }))).toMatchObject({
      code: 'SIGN_BEFORE_PASSED',
      attempts: 1,
    })
    expect(server.requests).toEqual([])
  })

  it('applies to every attempt, and an earlier unknown outcome stays unknown', async () => {
    await using server = await startServer(signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }), signed(200, invalidCard))
    let now = start
    const sleep = async () => {
      now += 120_000
    }
    const { userCards } = server.client({ clock: () => now, sleep })
    const options = { sign_before: start + 90_000 }
    expect(await failureOf(userCards.invalidate(code, asked, options))).toMatchObject({ code: 'SIGN_BEFORE_PASSED', outcome: 'not_sent' })
    now = start
    server.responders.unshift(resetConnection)
    expect(await failureOf(userCards.get(code, asked, options))).toMatchObject({ code: 'SIGN_BEFORE_PASSED', attempts: 2 })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '2026-01-01', new Date('never')])('must be a moment: %s', async (sign_before) => {
    await using server = await startServer(signed(200, invalidCard))
    const options = JSON.parse('{}')
    options.sign_before = sign_before
    expect(await failureOf(server.client().userCards.invalidate(code, asked, options))).toMatchObject({
      message: 'sign_before must be a Date, or a number of milliseconds since 1970.',
    })
    expect(server.requests).toEqual([])
  })
})

describe('before_sign', () => {
  it('is awaited before each attempt is signed, after the limiter, with the number of the attempt', async () => {
    await using server = await startServer(signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }), signed(200, invalidCard))
    const order: string[] = []
    const limiter = { take: async () => void order.push('limiter') }
    const clock = () => {
      order.push('clock')
      return Date.now()
    }
    const { userCards } = server.client({ clock, rate_limit: { limiter } })
    order.length = 0
    const before_sign = async ({ attempt }: { attempt: number }) => {
      await rest(1)
      order.push(`hook ${attempt}`)
    }
    await userCards.invalidate(code, asked, { before_sign })
    expect(order.filter((one, index) => one !== order[index - 1])).toEqual(['limiter', 'hook 1', 'clock', 'limiter', 'hook 2', 'clock'])
  })

  it('stops a call by throwing, and its error is the cause', async () => {
    await using server = await startServer(signed(200, invalidCard))
    const cause = new Error('somebody else has it')
    const before_sign = () => Promise.reject(cause)
    expect(await failureOf(server.client().userCards.invalidate(code, asked, { before_sign }))).toMatchObject({
      name: 'NotSignedError',
      code: 'SIGNING_REFUSED',
      outcome: 'not_sent',
      attempts: 0,
      cause,
    })
    expect(server.requests).toEqual([])
  })

  it('is awaited at most until the deadline, and nothing is signed when it returns later', async () => {
    await using server = await startServer(signed(200, invalidCard))
    const late = Promise.withResolvers<void>()
    const call = server.client().userCards.invalidate(code, asked, { before_sign: () => late.promise, timeout_ms: 30 })
    expect(await failureOf(call)).toMatchObject({ code: 'TIMED_OUT', outcome: 'not_sent' })
    late.resolve()
    await rest(5)
    expect(server.requests).toEqual([])
    const controller = new AbortController()
    const aborted = server
      .client()
      .userCards.invalidate(code, asked, { before_sign: () => new Promise(() => {}), signal: controller.signal })
    controller.abort()
    expect(await failureOf(aborted)).toMatchObject({ code: 'ABORTED', outcome: 'not_sent' })
  })
})
