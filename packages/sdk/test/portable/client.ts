import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { CardMember, type CardMemberOptions, receiptOf, ValidationError } from '../../src/index.ts'
import { type Case, that } from './case.ts'
import type { Setup } from './setup.ts'

const ids = { brand_id: '1004', card_id: 'pbLatjvWOibDc5-TBnbUk1pD12o0', openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA' }
const template = {
  out_request_no: '1004-20260714-0001',
  brand_id: ids.brand_id,
  appid: 'wxea9c30890f48d5ae',
  card_type: 'NORMAL',
  code_mode: 'MERCHANT_ALLOCATE',
  code_type: 'BAR_CODE',
  card_title: '会员卡',
  card_color: '#FFFF00',
  card_picture_url: 'https://wxpaylogo.qpic.cn/x.png',
  benefits: '会员折扣',
  notify_url: 'https://example.com/notify',
  valid_date_information: { type: 'PERMANENT' },
} as const

/**
 * Cases of calls. The card code selects the answer of the server: see `fixtures/portable-server.ts`.
 */
export function clientCases({ credential, closed_url }: Setup): Case[] {
  const client = (options: CardMemberOptions = {}) =>
    new CardMember(credential, { rate_limit: false, sleep: async () => undefined, random: () => 0, ...options })
  const get = (code: string, options?: CardMemberOptions) => client(options).userCards.get(code, ids)
  const invalidate = (code: string) => client().userCards.invalidate(code, { ...ids, invalid_reason: '用户申请退会' })
  return [
    that('a template is created', async () => {
      const card = await client().cards.create(template)
      deepEqual(
        { card_id: card.card_id, state: card.state, card_title: card.card_title },
        { card_id: ids.card_id, state: 'CARD_EFFECTIVE', card_title: '会员卡' },
      )
    }),
    that("a member's card is read, its phone number opened", async () => {
      const card = await get('478515832665')
      equal(card.user_card_state, 'EFFECTIVE')
      equal(card.phone_number, '13800000000')
    }),
    that('an answer that a proxy compressed is verified', async () => {
      for (const code of ['gzipped', 'deflated']) equal((await get(code)).user_card_state, 'EFFECTIVE')
    }),
    that("a member's card is imported, its phone number sealed", async () => {
      const input = {
        ...ids,
        user_card_code: 'sealed',
        phone_number: '+86 138 会员',
        valid_date_information: { type: 'PERMANENT' },
      } as const
      const card = await client().userCards.importByOpenid(input)
      equal(card.phone_number, '+86 138 会员')
    }),
    that("a member's card is invalidated", async () => {
      const card = await invalidate('478515832665')
      deepEqual([card.user_card_state, card.invalid_reason], ['INVALID', '用户申请退会'])
      equal(receiptOf(card)?.status, 200)
    }),
    that('the code may hold any punctuation', async () => {
      const code = "!#$%&'()*+,-./:;<=>?@[]^_`{|}~"
      equal((await get(code)).user_card_code, code)
    }),
    that('a list is iterated to its end', async () => {
      const codes: string[] = []
      for await (const card of client().userCards.list({ brand_id: ids.brand_id, openid: ids.openid, limit: 2 }))
        codes.push(card.user_card_code)
      deepEqual(codes, ['0', '1', '2', '3', '4'])
    }),
    that('a tampered answer is rejected, and its outcome is unknown', () =>
      rejects(invalidate('tampered'), { name: 'AnswerError', code: 'SIGNATURE_WRONG', outcome: 'unknown', attempts: 1, status: 200 }),
    ),
    that('an unsigned answer is rejected', () =>
      rejects(get('unsigned'), { name: 'AnswerError', code: 'SIGNATURE_MISSING', outcome: 'unknown', attempts: 1 }),
    ),
    that('a call is repeated once after a probe', async () => {
      const card = await get('probe')
      equal(receiptOf(card)?.attempts, 2)
    }),
    that('a read is repeated after a failure', async () => {
      const card = await get('fails-once')
      equal(receiptOf(card)?.attempts, 2)
    }),
    that('an invalidation is not repeated after a failure', () =>
      rejects(invalidate('fails-once'), { name: 'ApiError', code: 'SYSTEM_ERROR', status: 500, outcome: 'unknown', attempts: 1 }),
    ),
    that('a lost connection leaves the outcome unknown', () =>
      rejects(invalidate('reset'), { name: 'TransportError', code: 'CONNECTION_LOST', outcome: 'unknown', attempts: 1 }),
    ),
    that('a rejected connection is not_sent', async () => {
      const elsewhere = new CardMember({ ...credential, base_url: closed_url }, { max_attempts: 1 })
      await rejects(elsewhere.userCards.get('1', ids), {
        name: 'TransportError',
        code: 'CONNECTION_FAILED',
        outcome: 'not_sent',
        attempts: 1,
      })
    }),
    that('a server that does not answer times out', async () => {
      const started = performance.now()
      await rejects(get('silent', { timeout_ms: 1_000 }), { name: 'TransportError', code: 'TIMED_OUT', outcome: 'unknown', attempts: 1 })
      ok(performance.now() - started < 5_000)
    }),
    that('a call can be aborted', async () => {
      const controller = new AbortController()
      const call = client().userCards.get('awaited', ids, { signal: controller.signal })
      const rejected = rejects(call, { name: 'TransportError', code: 'ABORTED', outcome: 'unknown' })
      // Before the server has the request, the outcome is not_sent.
      await fetch(`${credential.base_url}/awaited`)
      controller.abort()
      await rejected
    }),
    that('an API error has code, message and request id', () =>
      rejects(get('missing'), {
        name: 'ApiError',
        code: 'RESOURCE_NOT_EXISTS',
        status: 404,
        outcome: 'rejected',
        server_message: '用户会员卡不存在',
        verified: true,
        request_id: '08F78BB5AF0610D302189F-0',
      }),
    ),
    that('an HTML page is a gateway error', () =>
      rejects(get('html', { max_attempts: 1 }), { name: 'GatewayError', code: 'GATEWAY_ERROR', status: 502 }),
    ),
    that('a redirect is not followed', () => rejects(get('redirect'), { name: 'GatewayError', code: 'REDIRECTED', status: 302 })),
    that('every wrong field is reported before anything is sent', () =>
      rejects(client().userCards.get('卡', { ...ids, brand_id: '', card_id: 'x'.repeat(33) }), (error) => {
        ok(error instanceof ValidationError)
        deepEqual(error.issues.map(({ pointer }) => pointer).sort(), ['/brand_id', '/card_id', '/user_card_code'])
        return true
      }),
    ),
    that('an invalidation with an unknown outcome is read back', async () => {
      const result = await client().userCards.invalidateSafely('lost', ids)
      equal(result.outcome, 'done')
    }),
  ]
}
