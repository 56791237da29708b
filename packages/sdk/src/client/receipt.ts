/** The signed answer that a reply was read from, as evidence. */
export interface Receipt {
  /** Stable id, such as `invalidateUserCard`. */
  readonly operation: string
  readonly status: number
  /** `Request-ID` of the answer. */
  readonly request_id: string | undefined
  /** Number of attempts of the call. */
  readonly attempts: number
  /** The headers of the signature, by lower-case name. */
  readonly signature: Readonly<Record<'wechatpay-timestamp' | 'wechatpay-nonce' | 'wechatpay-signature' | 'wechatpay-serial', string>>
  /** The raw bytes that are signed; sealed fields in it are sealed. */
  readonly body: Uint8Array
}

const receipts = new WeakMap<object, Receipt>()

export function keepReceipt(reply: unknown, receipt: Receipt): void {
  if (typeof reply === 'object' && reply !== null) receipts.set(reply, receipt)
}

/**
 * The signed answer that a reply was read from; `undefined` for an object that is not a reply of this package.
 *
 * @example
 * const card = await api.userCards.invalidate(code, input)
 * console.log(receiptOf(card)?.request_id)
 */
export function receiptOf(reply: object): Receipt | undefined {
  return receipts.get(reply)
}
