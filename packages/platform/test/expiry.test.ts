import type { UserCard } from '@card-member/sdk/contract'
import { afterAll, describe, expect, test } from 'vitest'
import { base, createCard, getUserCard, importInput, importMember, invalidate, succeeded } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'

const running = await startTestPlatform()
afterAll(async () => running[Symbol.asyncDispose]())

describe('a card expires when it is read after its last second', () => {
  test('of a range, the end included; before the begin it is effective', async () => {
    const { caller, clock } = running
    const valid_date_information = {
      type: 'FIX_TIME_RANGE',
      available_begin_time: '2026-12-01T00:00:00+08:00',
      available_end_time: '2026-12-31T15:59:59Z',
    } as const
    const { card_id } = await createCard(caller, { out_request_no: 'range', valid_date_information })
    const imported = await importMember(caller, card_id, { valid_date_information })
    expect(imported.valid_date_information.available_end_time).toBe('2026-12-31T23:59:59+08:00')
    expect(imported.user_card_state).toBe('EFFECTIVE')
    clock.set('2026-12-31T23:59:59.999+08:00')
    expect((await getUserCard(caller, card_id)).user_card_state).toBe('EFFECTIVE')
    clock.set('2027-01-01T00:00:00+08:00')
    expect((await getUserCard(caller, card_id)).user_card_state).toBe('EXPIRED')
  })

  test('of a term, at midnight in Beijing', async () => {
    const { caller, clock } = running
    clock.set('2026-11-24T23:59:00+08:00')
    const valid_date_information = { type: 'FIX_TERM', available_day_after_receive: 2 } as const
    const { card_id } = await createCard(caller, { out_request_no: 'term', valid_date_information })
    const body = importInput(card_id, { valid_date_information })
    expect((await caller.call('POST', `${base}/user-cards/import-by-openid`, body)).text).toContain(
      '"field":"/pickup_time","issue":"is required when valid_date_information.type is FIX_TERM"',
    )
    await importMember(caller, card_id, { valid_date_information, pickup_time: '2026-11-24T15:59:00Z' })
    clock.set('2026-11-25T23:59:59+08:00')
    expect((await getUserCard(caller, card_id)).user_card_state).toBe('EFFECTIVE')
    clock.advance(1)
    expect((await getUserCard(caller, card_id)).user_card_state).toBe('EXPIRED')
    const ended: UserCard = succeeded(await invalidate(caller, card_id))
    expect([ended.user_card_state, ended.invalid_time]).toEqual(['INVALID', '2026-11-26T00:00:00+08:00'])
  })
})
