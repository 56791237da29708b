import { afterAll, describe, expect, test } from 'vitest'
import type { FaultRule } from '../src/testing/index.ts'
import { type PreparedSandbox, startSandbox } from './fixtures/sandbox.ts'

const shared = await startSandbox()
afterAll(async () => shared[Symbol.asyncDispose]())

const once = { max_attempts: 1 } as const

function fieldsOf({ member: { brand_id, card_id, openid } }: PreparedSandbox) {
  return { brand_id, card_id, openid, invalid_reason: '用户申请退会' }
}

/** What the card really is, read when nothing goes wrong any more. */
async function truth(prepared: PreparedSandbox): Promise<string> {
  await prepared.sandbox.faults.remove()
  const { brand_id, card_id, openid } = prepared.member
  return (await prepared.api.userCards.get('code-1', { brand_id, card_id, openid })).user_card_state
}

describe('invalidateSafely, whose call meets', () => {
  // Told once: what the card becomes, and what is reported of it.
  test.each<[FaultRule['fault'], state: string, outcome: string, proof?: string]>([
    ['answer_lost', 'INVALID', 'done', 'read_back'],
    ['connection_reset', 'EFFECTIVE', 'unknown'],
    ['rate_limited', 'EFFECTIVE', 'not_done'],
    ['system_error', 'EFFECTIVE', 'unknown'],
    ['bad_gateway', 'EFFECTIVE', 'unknown'],
    ['wrong_signature', 'INVALID', 'done', 'read_back'],
    ['signature_probe', 'INVALID', 'done', 'read_back'],
    ['wrong_serial', 'INVALID', 'done', 'read_back'],
    ['skewed_clock', 'INVALID', 'done', 'read_back'],
  ])('%s: the card is %s and the result %s', async (fault, state, outcome, proof) => {
    await using prepared = await shared.prepare()
    await prepared.sandbox.faults.add({ fault, on: 'invalidateUserCard' })
    const result = await prepared.api.userCards.invalidateSafely('code-1', fieldsOf(prepared), once)
    expect([result.outcome, 'proof' in result ? result.proof : undefined]).toEqual([outcome, proof])
    expect(await truth(prepared)).toBe(state)
  })

  test('a delay: done, by the answer', async () => {
    await using prepared = await shared.prepare()
    await prepared.sandbox.faults.add({ fault: 'delay', delay_ms: 300, on: 'invalidateUserCard' })
    const result = await prepared.api.userCards.invalidateSafely('code-1', fieldsOf(prepared), once)
    expect(result).toMatchObject({ outcome: 'done', proof: 'answer' })
  })

  test.each<FaultRule['fault']>(['answer_lost', 'rate_limited', 'wrong_signature'])(
    '%s once, with tries left: the card is INVALID and done',
    async (fault) => {
      await using prepared = await shared.prepare()
      await prepared.sandbox.faults.add({ fault, on: 'invalidateUserCard' })
      const result = await prepared.api.userCards.invalidateSafely('code-1', fieldsOf(prepared))
      expect([result.outcome, await truth(prepared)]).toEqual(['done', 'INVALID'])
    },
  )

  test('any mix of faults on all calls: never done for a card that is not, never not done for one that is', async () => {
    await using prepared = await shared.prepare()
    const { sandbox, api, member } = prepared
    const { brand_id, card_id } = member
    const kinds: FaultRule['fault'][] = ['answer_lost', 'connection_reset', 'rate_limited', 'system_error', 'bad_gateway', 'wrong_serial']
    const told: Record<string, number> = {}
    for (let index = 0; index < 60; index++) {
      const code = `mixed-${index}`
      const openid = `openid-mixed-${index}`
      await api.userCards.importByOpenid({ brand_id, card_id, openid, user_card_code: code, valid_date_information: { type: 'PERMANENT' } })
      for (const fault of kinds) await sandbox.faults.add({ fault, probability: 0.12 })
      const result = await api.userCards.invalidateSafely(code, { brand_id, card_id, openid }, once)
      await sandbox.faults.remove()
      const { user_card_state } = await api.userCards.get(code, { brand_id, card_id, openid })
      told[`${result.outcome} ${user_card_state}`] = (told[`${result.outcome} ${user_card_state}`] ?? 0) + 1
    }
    expect(told).not.toHaveProperty('done EFFECTIVE')
    expect(told).not.toHaveProperty('already_invalid EFFECTIVE')
    expect(told).not.toHaveProperty('not_done INVALID')
    expect(Object.values(told).reduce((sum, count) => sum + count)).toBe(60)
  })
})

describe('a reading call that meets', () => {
  test.each<FaultRule['fault']>(['answer_lost', 'connection_reset', 'rate_limited', 'system_error', 'bad_gateway'])(
    '%s once is repeated and answered',
    async (fault) => {
      await using prepared = await shared.prepare()
      const { api, sandbox, member } = prepared
      const { id } = await sandbox.faults.add({ fault, on: 'getUserCard' })
      const { brand_id, card_id, openid } = member
      expect(await api.userCards.get('code-1', { brand_id, card_id, openid })).toEqual(member)
      expect(await sandbox.faults.list()).toEqual([{ id, rule: { fault, on: 'getUserCard' }, remaining: 0, injected: 1 }])
    },
  )

  test.each<[FaultRule['fault'], code: string]>([
    ['wrong_signature', 'SIGNATURE_WRONG'],
    ['signature_probe', 'SIGNATURE_PROBE'],
    ['wrong_serial', 'SIGNATURE_SERIAL_UNKNOWN'],
    ['skewed_clock', 'SIGNATURE_CLOCK'],
  ])('%s is refused as %s', async (fault, code) => {
    await using prepared = await shared.prepare()
    const { api, sandbox, member } = prepared
    await sandbox.faults.add({ fault, on: 'getUserCard', count: 3 })
    const { brand_id, card_id, openid } = member
    await expect(api.userCards.get('code-1', { brand_id, card_id, openid }, once)).rejects.toMatchObject({ code })
  })
})
