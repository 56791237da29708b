import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPlatform, type TestPlatform } from '@card-member/platform/testing'
import { CardMember } from '@card-member/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardInput } from '../../platform/test/fixtures/card-calls.ts'
import { run } from './command-fixture.ts'
import { runHere } from './in-process.ts'

let platform: TestPlatform
let folder: string
let template: string[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'card-member-'))
  platform = await startPlatform()
  const { brand_id, appid, credential } = platform
  await using api = new CardMember(credential)
  const { card_id } = await api.cards.create(cardInput({ brand_id, appid }))
  template = ['--brand', brand_id, '--card-id', card_id, '--openid', 'openid-1']
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a control and reads the JSON that it prints. */
async function control<Result = unknown>(...args: string[]): Promise<Result> {
  const { code, stdout, stderr } = await runHere(['sandbox', ...args, '--base-url', platform.url, '--token', platform.sandbox_token])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe('card-member sandbox', () => {
  it('acts as the member: joins, asks for points, exchanges them, deletes', async () => {
    const joined = await control<{ user_card_code: string }>('join', ...template, '--phone-number', '13800001234')
    expect(joined).toEqual({ user_card_state: 'UNACTIVATED', user_card_code: expect.stringMatching(/^\d{24}$/) })
    const { user_card_code } = joined
    const { credential, brand_id } = platform
    const [, , , card_id = '', , openid = ''] = template
    await using api = new CardMember(credential)
    await api.userCards.confirm(user_card_code, { brand_id, card_id, openid, user_card_confirm_state: 'CREATE_CARD_SUCCESS' })
    const card = [...template, '--code', user_card_code]
    expect(await control('ask-for-points', ...card)).toEqual({})
    expect(await control('exchange', ...card, '--points', '10')).toEqual({ record_id: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(await control('delete', ...card)).toEqual({ user_card_state: 'INVALID' })
    expect(await control('notifications', '--last', '2')).toMatchObject([{ event: 'USER_CARD.DELETE' }, { event: 'POINT_EXCHANGE_COUPON' }])
  })

  it('moves the clock', async () => {
    expect(await control('clock', '--freeze', '--now', '2026-11-24T10:00:00+08:00')).toEqual({
      mode: 'frozen',
      now: '2026-11-24T02:00:00.000Z',
    })
    expect(await control('clock', '--advance', '60')).toEqual({ mode: 'frozen', now: '2026-11-24T02:01:00.000Z' })
    expect(await control('clock')).toEqual({ mode: 'frozen', now: '2026-11-24T02:01:00.000Z' })
    expect(await control('clock', '--real')).toMatchObject({ mode: 'real' })
  })

  it('injects faults and clears them', async () => {
    const [first, second] = [
      await control<{ id: string }>('fault', 'delay', '--delay-ms', '5', '--on', 'getCard'),
      await control('fault', 'answer_lost', '--count', '2'),
    ]
    expect([first, second]).toEqual([
      { id: expect.any(String), rule: { fault: 'delay', delay_ms: 5, on: 'getCard' }, remaining: 1, injected: 0 },
      { id: expect.any(String), rule: { fault: 'answer_lost', count: 2 }, remaining: 2, injected: 0 },
    ])
    expect(await control('faults')).toEqual([first, second])
    expect(await control('fault', 'clear', first.id)).toEqual([second])
    expect(await control('fault', 'clear')).toEqual([])
  })

  it('shows requests, sends notifications elsewhere and at once', async () => {
    expect(await control('requests', '--last', '1')).toMatchObject([
      { operation: 'confirmUserCard', status: 200, signature: { valid: true } },
    ])
    expect(await control('forward', 'http://127.0.0.1:1/nobody')).toMatchObject({ forward: 'http://127.0.0.1:1/nobody' })
    expect(await control('deliver')).toHaveLength(4)
    expect(await control('forward')).toMatchObject({ forward: null })
  })

  it('saves everything, removes everything, brings everything back', async () => {
    const file = join(folder, 'before.jsonl')
    const where = ['--base-url', platform.url, '--token', platform.sandbox_token]
    expect(await runHere(['sandbox', 'snapshot', file, ...where])).toEqual({ code: 0, stdout: `Saved to ${file}.\n`, stderr: '' })
    expect(await control('reset')).toMatchObject({ faults: [], forward: null })
    expect(await control('notifications')).toEqual([])
    expect(await control('restore', file)).toMatchObject({ faults: [] })
    expect(await control('notifications')).toHaveLength(4)
    expect(await control('state')).toMatchObject({ clock: { mode: 'real' } })
  })

  it('says what is wrong', async () => {
    const where = ['--base-url', platform.url, '--token', platform.sandbox_token]
    const missing = await runHere(['sandbox', 'delete', ...template, '--code', 'none', ...where])
    expect(missing).toEqual({ code: 1, stdout: '', stderr: 'There is no such user card\n' })
    const unknown = await runHere(['sandbox', 'fault', 'earthquake', ...where])
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    const nobody = await runHere(['sandbox', 'state', '--base-url', 'http://127.0.0.1:1'])
    expect(nobody).toEqual({ code: 1, stdout: '', stderr: 'No platform answers at http://127.0.0.1:1.\n' })
    const open = await run(['platform', '--tenants', 'none.json', '--host', '0.0.0.0', '--sandbox'])
    expect(open).toEqual({
      code: 2,
      stdout: '',
      stderr: '--sandbox at 0.0.0.0 would open the controls to others. Give --sandbox-token, or listen at 127.0.0.1.\n',
    })
  })
})
