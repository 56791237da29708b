/** The signed answer behind a reply, for records that must stand up later. */
export interface Receipt {
  /** Stable id, such as `invalidateUserCard`. */
  readonly operation: string
  readonly status: number
  /** `Request-ID` of the answer. */
  readonly request_id: string | undefined
  /** How often the call was tried. */
  readonly attempts: number
  /** The headers that signed it, by lower-case name. */
  readonly signature: Readonly<Record<'wechatpay-timestamp' | 'wechatpay-nonce' | 'wechatpay-signature' | 'wechatpay-serial', string>>
  /** The raw bytes the signature is over; sealed fields in it are still sealed. */
  readonly body: Uint8Array
}

const receipts = new WeakMap<object, Receipt>()

export function keepReceipt(reply: unknown, receipt: Receipt): void {
  if (typeof reply === 'object' && reply !== null) receipts.set(reply, receipt)
}

/**
 * The signed answer that a reply was read from; `undefined` for an object that is no reply of this package.
 *
 * @example
 * const card = await api.userCards.invalidate(code, input)
 * console.log(receiptOf(card)?.request_id)
 */
export function receiptOf(reply: object): Receipt | undefined {
  return receipts.get(reply)
}
