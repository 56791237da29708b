import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeRead, settledAfter, signedAt, type UserCard } from '../src/index.ts'
import { signed } from './fixtures/answers.ts'
import { invalidCard, userCard, asked as who } from './fixtures/member.ts'
import { startServer } from './fixtures/server.ts'

const asked = { ...who, user_card_code: userCard.user_card_code, invalid_reason: invalidCard.invalid_reason }
const now = Math.floor(Date.now() / 1000) * 1000

/** A card as it is read from an answer that was signed at a moment. */
async function read(card: object, at = now): Promise<UserCard> {
  await using server = await startServer(signed(200, card, { ahead: (at - Date.now()) / 1000 }))
  return await server.client({ clock: () => at }).userCards.get(asked.user_card_code, who)
}

describe('judgeRead', () => {
  it('knows by the clock of the platform when an answer was signed', async () => {
    expect(signedAt(await read(userCard, now - 100_000))).toBe(now - 100_000)
    expect(signedAt({ ...userCard })).toBeUndefined()
  })

  it('accepts a signed card as proof of no effect only after the last moment of the request', async () => {
    const card = await read(userCard)
    const verdict = (settled_after: number) => judgeRead(asked, { may_have_left: true, settled_after }, card).outcome
    expect([now - 1, now, now + 1, now + 400_000].map(verdict)).toEqual(['no_effect', 'unknown', 'unknown', 'unknown'])
    expect(settledAfter(now)).toBe(now + 330_000)
  })

  it('needs no wait when nothing was sent', async () => {
    const attempt = { may_have_left: false, settled_after: now + 400_000 }
    expect(judgeRead(asked, attempt, await read(userCard))).toEqual({ outcome: 'no_effect' })
    expect(judgeRead(asked, attempt, await read(invalidCard))).toEqual({ outcome: 'already_invalid' })
  })

  it.each<[string, object, string]>([
    ['the reason given', {}, 'done'],
    ['the reason given, trimmed by the platform', { invalid_reason: ` ${asked.invalid_reason}` }, 'done'],
    ['another reason', { invalid_reason: '门店关闭' }, 'already_invalid'],
    ['no reason', { invalid_reason: undefined }, 'already_invalid'],
    ['a time before the card was read last', { invalid_time: '2026-07-14T10:00:00+08:00' }, 'already_invalid'],
    ['no time', { invalid_time: undefined }, 'done'],
  ])('tells whose end it is: INVALID with %s', async (_what, change, outcome) => {
    const card = await read(JSON.parse(JSON.stringify({ ...invalidCard, ...change })))
    expect(judgeRead(asked, { may_have_left: true, settled_after: now, not_invalid_at: now }, card)).toEqual({ outcome })
  })

  it('accepts an invalidation without a reason when none was given', async () => {
    const { invalid_reason: _, ...bare } = invalidCard
    const attempt = { may_have_left: true, settled_after: now }
    expect(judgeRead({ ...asked, invalid_reason: undefined }, attempt, await read(bare))).toEqual({ outcome: 'done' })
    expect(judgeRead({ ...asked, invalid_reason: undefined }, attempt, await read(invalidCard))).toEqual({ outcome: 'already_invalid' })
  })

  it('proves nothing from an unsigned card or another card', async () => {
    const attempt = { may_have_left: true, settled_after: now - 1 }
    expect(judgeRead(asked, attempt, { ...(await read(invalidCard)) })).toEqual({ outcome: 'unknown' })
    for (const differs of ['user_card_code', 'card_id', 'openid', 'brand_id'] as const)
      for (const card of [userCard, invalidCard])
        expect(judgeRead(asked, attempt, await read({ ...card, [differs]: 'x' }))).toEqual({ outcome: 'unknown', differs })
  })

  it('does not contradict the state of the card', async () => {
    const cards = [await read(userCard), await read(invalidCard), { ...userCard, valid_date_information: { type: 'PERMANENT' } } as const]
    fc.assert(
      fc.property(
        fc.constantFrom(...cards),
        fc.boolean(),
        fc.integer({ min: now - 500_000, max: now + 500_000 }),
        fc.option(fc.integer({ min: now - 500_000, max: now + 500_000 }), { nil: undefined }),
        (card, may_have_left, settled_after, not_invalid_at) => {
          const { outcome } = judgeRead(asked, { may_have_left, settled_after, not_invalid_at }, card)
          const invalid = signedAt(card) !== undefined && card.user_card_state === 'INVALID'
          expect(outcome === 'done' || outcome === 'already_invalid').toBe(invalid)
          if (outcome === 'done') expect(may_have_left).toBe(true)
          if (outcome === 'no_effect' && may_have_left) expect(signedAt(card)).toBeGreaterThan(settled_after)
        },
      ),
    )
  })
})
