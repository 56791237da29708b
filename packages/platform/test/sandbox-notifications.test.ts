import { receive, webhookKeyring } from '@card-member/sdk/webhook'
import { afterAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from './fixtures/receiver.ts'
import { startSandbox } from './fixtures/sandbox.ts'

const shared = await startSandbox()
afterAll(async () => shared[Symbol.asyncDispose]())

const joining = { openid: 'openid-2', phone_number: '13800005678' }

function codes(receiver: Receiver): string[] {
  return receiver.types.map((type) => type.replace('BRAND_MEMBER_CARD_SP.', ''))
}

test('what a member does reaches the merchant, who opens it with the SDK', async () => {
  await using receiver = await startReceiver()
  await using prepared = await shared.prepare(receiver.url())
  const { sandbox, api, platform, card_id, card } = prepared
  const { brand_id } = platform
  const joined = await sandbox.members.join({ brand_id, card_id, ...joining })
  expect(joined.user_card_state).toBe('UNACTIVATED')
  const user_card_code = joined.user_card_code ?? ''
  await sandbox.notifications.deliver()
  const confirmed = await api.userCards.confirm(user_card_code, {
    brand_id,
    card_id,
    openid: 'openid-2',
    user_card_confirm_state: 'CREATE_CARD_SUCCESS',
  })
  expect(confirmed.user_card_state).toBe('EFFECTIVE')
  await sandbox.members.askForPoints(card)
  const coupon = { exchange_coupon_template_id: 't', deduct_points: 1, product_coupon_id: 'p', stock_id: 's' }
  const { record_id } = await sandbox.members.exchange({
    ...card,
    ...coupon,
    product_coupon_stock_type: 'PRODUCT_COUPON_STOCK_TYPE_BUSI_FAVOR',
  })
  await sandbox.members.delete(card)
  await sandbox.notifications.deliver()
  const keyring = webhookKeyring(platform.credential)
  const events = await Promise.all(receiver.arrived.map(({ body, headers }) => receive(body, headers, keyring)))
  expect(events.map(({ kind }) => kind)).toEqual(['USER_CARD.CREATE', 'SYNC_USER_POINT', 'POINT_EXCHANGE_COUPON', 'USER_CARD.DELETE'])
  expect(events[0]?.resource).toMatchObject({ openid: 'openid-2', user_card_code, user_card_state: 'UNACTIVATED' })
  expect(events[2]?.resource).toMatchObject({ record_id, deduct_points: 1 })
  expect(events[3]?.resource).toMatchObject({ user_card_code: 'code-1', user_card_state: 'INVALID' })
  const states = (await sandbox.notifications.list()).map(({ event, state, attempts }) => [event, state, attempts])
  expect(states).toEqual([
    ['USER_CARD.DELETE', 'delivered', 1],
    ['POINT_EXCHANGE_COUPON', 'delivered', 1],
    ['SYNC_USER_POINT', 'delivered', 1],
    ['USER_CARD.CREATE', 'delivered', 1],
  ])
})

test('a notification comes twice, with one id', async () => {
  await using receiver = await startReceiver()
  await using prepared = await shared.prepare(receiver.url())
  const { sandbox, card } = prepared
  await sandbox.faults.add({ fault: 'notification_duplicate' })
  await sandbox.members.askForPoints(card)
  await sandbox.notifications.deliver()
  expect(receiver.ids).toHaveLength(2)
  expect(new Set(receiver.ids).size).toBe(1)
})

test('two notifications of a member change places', async () => {
  await using receiver = await startReceiver()
  await using prepared = await shared.prepare(receiver.url())
  const { sandbox, card } = prepared
  await sandbox.faults.add({ fault: 'notification_reorder', on: 'SYNC_USER_POINT' })
  await sandbox.members.askForPoints(card)
  await sandbox.members.delete(card)
  await sandbox.notifications.deliver()
  expect(codes(receiver)).toEqual(['USER_CARD.DELETE', 'SYNC_USER_POINT'])
})

test('a notification comes late, when the clock says so', async () => {
  await using receiver = await startReceiver()
  await using prepared = await shared.prepare(receiver.url())
  const { sandbox, card } = prepared
  await sandbox.clock.set({ mode: 'frozen' })
  await sandbox.faults.add({ fault: 'notification_late', seconds: 3600 })
  await sandbox.members.askForPoints(card)
  expect(await sandbox.notifications.deliver()).toMatchObject([
    { state: 'pending', attempts: 0, last_result: 'postponed', last_status: null },
  ])
  expect(codes(receiver)).toEqual([])
  await sandbox.clock.set({ advance_seconds: 3600 })
  expect(await sandbox.notifications.deliver()).toMatchObject([{ state: 'delivered', attempts: 1 }])
  expect(codes(receiver)).toEqual(['SYNC_USER_POINT'])
})

test('all notifications go where they are forwarded to', async () => {
  await using receiver = await startReceiver()
  await using prepared = await shared.prepare('https://127.0.0.1:1/nobody')
  const { sandbox, card } = prepared
  expect((await sandbox.notifications.forward(receiver.url())).forward).toBe(receiver.url())
  await sandbox.members.askForPoints(card)
  await sandbox.notifications.deliver()
  expect(codes(receiver)).toEqual(['SYNC_USER_POINT'])
})
