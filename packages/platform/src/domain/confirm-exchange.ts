import { randomBytes } from 'node:crypto'
import { type Input, type confirmExchangeCoupon as operation, PlatformError, type Reply } from '@card-member/sdk/contract'
import { type ExchangeRow, exchangeKey, lockExchanges, updateExchanges } from '../store/exchanges.ts'
import { type Coupon, readCoupon } from './exchange.ts'
import { type Decision, toDecision, type WriteCall, WriteOperation } from './write-operation.ts'

type ExchangeInput = Input<typeof operation>
type ExchangeReply = Reply<typeof operation>

/** Confirms an exchange with the merchant's result: a coupon, or none. Repeating the same result gets the same answer. */
export const confirmExchange = new WriteOperation<ExchangeInput, ExchangeReply>(async (store, calls) => {
  const records = await lockExchanges(
    store,
    calls.map(({ input }) => input),
  )
  const changed = new Map<string, ExchangeRow>()
  const decided = calls.map((call): Decision<ExchangeReply> => {
    const key = exchangeKey(call.input)
    const record = records.get(key)
    if (record === undefined) return new PlatformError('exchange_not_found')
    const next = toDecision(() => resolveExchange(record, call))
    if (next instanceof PlatformError) return next
    records.set(key, next)
    if (next !== record) changed.set(key, next)
    return replyOf(next, readCoupon(next))
  })
  if (changed.size > 0) await updateExchanges(store, [...changed.values()])
  return decided
})

function resolveExchange(record: ExchangeRow, { input, now }: WriteCall<ExchangeInput>): ExchangeRow {
  const { exchange_coupon_template_id, issue } = readCoupon(record)
  const same =
    record.card_id === input.card_id &&
    record.openid === input.openid &&
    record.user_card_code === input.user_card_code &&
    exchange_coupon_template_id === input.exchange_coupon_template_id
  if (!same) throw new PlatformError('exchange_not_found')
  if (record.result !== null) {
    if (record.result === input.result) return record
    throw new PlatformError('exchange_differs')
  }
  const issued = input.result === 'POINT_EXCHANGE_COUPON_ALLOW' && issue
  return {
    ...record,
    result: input.result,
    state: issued ? 'POINT_EXCHANGE_COUPON_SUCCESS' : 'POINT_EXCHANGE_COUPON_FAIL',
    coupon_code: issued ? randomBytes(12).toString('hex') : null,
    reject_reason: input.result === 'POINT_EXCHANGE_COUPON_REJECT' ? (input.reject_reason ?? null) : null,
    modify_time: now,
  }
}

function replyOf(record: ExchangeRow, coupon: Coupon): ExchangeReply {
  const { record_id, brand_id, card_id, openid, user_card_code, state, coupon_code, reject_reason } = record
  const { exchange_coupon_template_id, product_coupon_id, product_coupon_stock_type, stock_id } = coupon
  return {
    record_id,
    exchange_coupon_template_id,
    brand_id,
    card_id,
    openid,
    user_card_code,
    state: state ?? 'POINT_EXCHANGE_COUPON_FAIL',
    product_coupon_id,
    product_coupon_stock_type,
    stock_id,
    ...(coupon_code === null ? {} : { coupon_code }),
    ...(reject_reason === null ? {} : { reject_reason }),
  }
}
