import { describe, expect, expectTypeOf, it } from 'vitest'
import { CallError, type InvalidationResult, type UserCard } from '../src/index.ts'
import { noAnswer, type Responder, resetConnection, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { strangerKey } from './fixtures/keys.ts'
import { asked, invalidCard, userCard } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const code = userCard.user_card_code
const invalidation = { ...asked, invalid_reason: '用户申请退会' }
const effective = signed(200, userCard)
const invalid = signed(200, invalidCard)
const systemError = { code: 'SYSTEM_ERROR', message: '系统异常' }
const refusal = signed(400, { code: 'INVALID_REQUEST', message: '' })
const lostReads: Responder[] = [resetConnection, resetConnection, resetConnection]

/** Invalidates a card at a server with these responders, and returns the result and the requests. */
async function run(...responders: Responder[]): Promise<{ result: InvalidationResult; asked: string[]; slept: number[] }> {
  await using server = await startServer(...responders)
  const now = Date.now()
  // Only what must run into its time limit has a short one: a busy machine is slow.
  const api = server.client({ attempt_timeout_ms: responders.includes(noAnswer) ? 300 : 10_000, clock: () => now })
  const result = await api.userCards.invalidateSafely(code, invalidation)
  if (result.outcome === 'unknown') expect(result.settled_after).toBe(now + 30_000 + 330_000)
  return { result, asked: server.requests.map(({ method }) => method), slept: server.slept }
}

describe('invalidateSafely', () => {
  it('reads, invalidates, and takes a verified INVALID as done', async () => {
    const { result, asked } = await run(effective, invalid)
    expect(result).toEqual({ outcome: 'done', card: invalidCard, proof: 'answer', error: undefined })
    expect(asked).toEqual(['GET', 'POST'])
  })

  it('does not invalidate a card that is INVALID already', async () => {
    const { result, asked } = await run(invalid)
    expect(result).toEqual({ outcome: 'already_invalid', card: invalidCard, sent: false })
    expect(asked).toEqual(['GET'])
  })

  it.each(['UNACTIVATED', 'EXPIRED', 'FROZEN'])('ends a card that is %s', async (user_card_state) => {
    const { result } = await run(signed(200, { ...userCard, user_card_state }), invalid)
    expect(result.outcome).toBe('done')
  })

  it.each<[string, Responder]>([
    ['its answer is lost', resetConnection],
    ['its answer never comes', noAnswer],
    ['a 500 comes after all', signed(500, systemError)],
    ['an HTML 502 comes', unsigned(502, '<html>')],
    [
      'its answer is a probe',
      signed(200, invalidCard, { change: (headers) => ({ ...headers, 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/A' }) }),
    ],
    ['its answer is signed by a stranger', signed(200, invalidCard, { key: strangerKey })],
    ['its answer is not signed', unsigned(200, invalidCard)],
    ['its answer is empty', signed(204, '')],
    ['its answer shows another card', signed(200, { ...invalidCard, user_card_code: '4' })],
    ['its answer shows it EFFECTIVE', effective],
    ['a refusal comes that nobody signed', unsigned(400, { code: 'INVALID_REQUEST', message: '' })],
    ['it is sent elsewhere', unsigned(302, '', { Location: '/' })],
  ])('reads back when %s, and finds it done', async (_what, act) => {
    const { result, asked } = await run(effective, act, invalid)
    expect(result).toMatchObject({ outcome: 'done', card: invalidCard, proof: 'read_back' })
    expect(result.outcome === 'done' && result.error).toBeInstanceOf(CallError)
    expect(asked).toEqual(['GET', 'POST', 'GET'])
  })

  it('reads twice, because a request may arrive after its connection is reset', async () => {
    const { result, asked, slept } = await run(effective, resetConnection, effective, invalid)
    expect(result).toMatchObject({ outcome: 'done', proof: 'read_back' })
    expect(asked).toEqual(['GET', 'POST', 'GET', 'GET'])
    expect(slept).toEqual([2_000])
  })

  it.each<[string, Responder]>([
    ['its answer is lost', resetConnection],
    ['its answer never comes', noAnswer],
    ['an HTML 502 comes', unsigned(502, '<html>')],
    ['a 500 comes that nobody signed', unsigned(500, systemError)],
    ['a 503 comes', signed(503, systemError)],
    ['a 500 comes that the platform signed', signed(500, systemError)],
    ['a refusal comes that nobody signed', unsigned(400, { code: 'INVALID_REQUEST', message: '' })],
    ['an empty 404 comes', unsigned(404, '')],
    ['its answer is signed by a stranger', signed(200, invalidCard, { key: strangerKey })],
  ])('does not know when %s and the card is not INVALID yet', async (_what, act) => {
    const { result, asked } = await run(effective, act, effective)
    expect(result).toMatchObject({ outcome: 'unknown', card: userCard, error: { operation: 'invalidateUserCard' } })
    expect(asked).toEqual(['GET', 'POST', 'GET', 'GET'])
  })

  it('reports unknown when the card cannot be read back', async () => {
    const { result } = await run(effective, resetConnection, ...lostReads, ...lostReads)
    expect(result).toMatchObject({
      outcome: 'unknown',
      card: userCard,
      error: { operation: 'invalidateUserCard', code: 'CONNECTION_LOST' },
    })
  })

  it('accepts no other card as proof', async () => {
    for (const other of [{ user_card_code: '4' }, { openid: 'o' }, { card_id: 'p' }, { brand_id: '1' }]) {
      const { result } = await run(effective, resetConnection, signed(200, { ...invalidCard, ...other }))
      expect(result).toMatchObject({ outcome: 'unknown', card: userCard })
    }
  })

  it('reports not_done after a signed rejection and one read', async () => {
    const { result, asked } = await run(effective, refusal, effective)
    expect(result).toMatchObject({ outcome: 'not_done', card: userCard, error: { code: 'INVALID_REQUEST', verified: true } })
    expect(asked).toEqual(['GET', 'POST', 'GET'])
  })

  it('reports unknown after a signed rejection when the card cannot be read or is another', async () => {
    for (const look of [resetConnection, signed(403, { code: 'NO_AUTH', message: '' }), signed(200, { ...userCard, openid: 'o' })]) {
      const { result } = await run(effective, refusal, look)
      expect(result).toMatchObject({ outcome: 'unknown', card: userCard, error: { code: 'INVALID_REQUEST', outcome: 'unknown' } })
    }
  })

  it('uses the second read when the first is lost', async () => {
    const refused = await run(effective, refusal, ...lostReads, effective)
    expect(refused.result).toMatchObject({ outcome: 'not_done', card: userCard })
    const done = await run(effective, resetConnection, ...lostReads, invalid)
    expect(done.result).toMatchObject({ outcome: 'done', proof: 'read_back' })
  })

  it.each<[string, Responder[]]>([
    ['in the answer to the call', []],
    ['when it is read back', [resetConnection]],
    ['after a refusal', [refusal]],
  ])('leaves the end of a card to whoever ended it meanwhile: found %s', async (_where, responders) => {
    for (const theirs of [{ invalid_reason: '门店关闭' }, { invalid_reason: undefined }, { invalid_time: '2026-07-14T10:00:00+08:00' }]) {
      const card = JSON.parse(JSON.stringify({ ...invalidCard, ...theirs }))
      const { result } = await run(effective, ...responders, signed(200, card))
      expect(result).toEqual({ outcome: 'already_invalid', card, sent: true })
    }
  })

  it('sends nothing when the card cannot be read', async () => {
    const { result, asked } = await run(signed(404, { code: 'RESOURCE_NOT_EXISTS', message: '' }))
    expect(result).toMatchObject({ outcome: 'not_done', card: undefined, error: { operation: 'getUserCard', code: 'RESOURCE_NOT_EXISTS' } })
    expect(asked).toEqual(['GET'])
    const mixedUp = await run(signed(200, { ...userCard, openid: 'someone else' }))
    expect(mixedUp.result).toMatchObject({ outcome: 'not_done', error: { code: 'ANSWER_MISMATCHED' } })
    expect(mixedUp.asked).toEqual(['GET'])
  })

  it('repeats after 429, and not when the outcome is unknown', async () => {
    const { result, asked } = await run(effective, signed(429, { code: 'RATELIMIT_EXCEEDED', message: '' }), invalid)
    expect(result).toMatchObject({ outcome: 'done', proof: 'answer' })
    expect(asked).toEqual(['GET', 'POST', 'POST'])
  })

  it('rejects wrong input before it reads', async () => {
    await using server = await startServer(effective)
    const { userCards } = server.client()
    expect(await failureOf(userCards.invalidateSafely(code, { ...invalidation, invalid_reason: '长'.repeat(33) }))).toMatchObject({
      name: 'ValidationError',
      issues: [{ pointer: '/invalid_reason', issue: 'string length exceeds 32' }],
    })
    expect(await failureOf(userCards.invalidateSafely(code, invalidation, { timeout_ms: -1 }))).toMatchObject({ name: 'OptionError' })
    expect(server.requests).toEqual([])
  })

  it('returns what is known when its signal aborts', async () => {
    const controller = new AbortController()
    await using server = await startServer(effective, () => controller.abort())
    const result = await server.client().userCards.invalidateSafely(code, invalidation, { signal: controller.signal })
    expect(result).toMatchObject({ outcome: 'unknown', card: userCard, error: { code: 'ABORTED' } })
    expect(server.requests).toHaveLength(2)
  })

  it('sends nothing when before_sign throws, and passes the card to it', async () => {
    await using server = await startServer(effective)
    const told: unknown[] = []
    const result = await server.client().userCards.invalidateSafely(code, invalidation, {
      before_sign: (signing) => {
        told.push(signing)
        throw new Error('no more')
      },
    })
    expect(result).toMatchObject({ outcome: 'not_done', card: userCard, error: { name: 'NotSignedError', code: 'SIGNING_REFUSED' } })
    expect(told).toEqual([{ attempt: 1, card: userCard }])
    expect(server.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  it('has a typed card in every result that has one', () => {
    expectTypeOf<Extract<InvalidationResult, { outcome: 'done' }>['card']>().toEqualTypeOf<UserCard>()
    expectTypeOf<Extract<InvalidationResult, { outcome: 'not_done' }>['card']>().toEqualTypeOf<UserCard | undefined>()
  })
})
