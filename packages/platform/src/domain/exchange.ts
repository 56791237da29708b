import type { ExchangeRow } from '../store/exchanges.ts'

/** The coupon that points are exchanged for. */
export interface Coupon {
  readonly exchange_coupon_template_id: string
  readonly deduct_points: number
  readonly product_coupon_id: string
  readonly product_coupon_stock_type: string
  readonly stock_id: string
  /** Whether the coupon is issued when the merchant allows it; otherwise it is out of stock. */
  readonly issue: boolean
}

/** The coupon of an exchange. */
export function readCoupon({ details }: Pick<ExchangeRow, 'details'>): Coupon {
  return JSON.parse(details)
}
