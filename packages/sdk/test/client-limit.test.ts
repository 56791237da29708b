import { describe, expect, it } from 'vitest'
import { LocalRateLimiter, type RateLimitKey } from '../src/index.ts'
import { signed } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { asked, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code

describe('the rate limit of a client', () => {
  it('is the limit of each operation, and counts every attempt', async () => {
    await using server = await startServer(signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }), signed(200, userCard))
    const taken: [RateLimitKey, number][] = []
    const limiter = { take: async (key: RateLimitKey, per_second: number) => void taken.push([key, per_second]) }
    const api = server.client({ rate_limit: { limiter } })
    await api.userCards.get(code, asked)
    await api.cards.invalidate(asked.card_id, { brand_id: '1004' })
    expect(taken).toEqual([
      [{ mchid: '1900000001', operation: 'getUserCard' }, 5],
      [{ mchid: '1900000001', operation: 'getUserCard' }, 5],
      [{ mchid: '1900000001', operation: 'invalidateCard' }, 10],
    ])
  })

  it('rejects with when_full reject, and sends nothing', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = server.client({ rate_limit: { per_second: 1, when_full: 'refuse' } })
    await api.userCards.get(code, asked)
    const error = await failureOf(api.userCards.get(code, asked))
    expect(error).toMatchObject({ name: 'RateLimitError', code: 'LOCAL_RATE_LIMIT', outcome: 'not_sent', retryable: true, attempts: 0 })
    expect(server.requests).toHaveLength(1)
  })

  it('waits by default, and is shared by clients with one limiter', async () => {
    await using server = await startServer(signed(200, userCard))
    let now = 0
    const sleep = async (ms: number) => {
      now += ms
    }
    const limiter = new LocalRateLimiter({ elapsed: () => now, sleep })
    const [one, two] = [server.client({ rate_limit: { limiter } }), server.client({ rate_limit: { limiter } })]
    for (let call = 0; call < 3; call++) await Promise.all([one.userCards.get(code, asked), two.userCards.get(code, asked)])
    expect(server.requests).toHaveLength(6)
    expect(now).toBe(1010)
  })

  it('stops waiting at the deadline of the call and at its abort', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = server.client({ rate_limit: { per_second: 0.001, limiter: new LocalRateLimiter() } })
    await api.userCards.get(code, asked)
    expect(await failureOf(api.userCards.get(code, asked, { timeout_ms: 30 }))).toMatchObject({
      code: 'TIMED_OUT',
      outcome: 'not_sent',
      retryable: true,
      attempts: 0,
    })
    const controller = new AbortController()
    const waiting = failureOf(api.userCards.get(code, asked, { signal: controller.signal }))
    controller.abort(new Error('enough'))
    expect(await waiting).toMatchObject({ code: 'ABORTED', outcome: 'not_sent', retryable: false, cause: { message: 'enough' } })
    expect(server.requests).toHaveLength(1)
  })

  it('is switched off by false', async () => {
    await using server = await startServer(signed(200, userCard))
    const api = server.client({ rate_limit: false })
    await Promise.all(Array.from({ length: 30 }, () => api.userCards.get(code, asked)))
    expect(server.slept).toEqual([])
  })
})
