/** Why an attempt did not deliver; metrics count by these words. */
export type DeliveryFailure =
  /** It can never be sent as things are: nobody to send it to, no key to encrypt it with. */
  | 'undeliverable'
  /** Its target is none that we connect to. */
  | 'blocked'
  | 'unreachable'
  | 'timeout'
  /** Another status than 200 and 204. */
  | 'refused'
  | 'answer_too_long'

/** An attempt that did not deliver. The message says why, without the target or anything of the notification. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly failure: DeliveryFailure

  constructor(failure: DeliveryFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** An attempt that was not made: the notification stays where it is for a while, and nothing is counted against it. */
export class Postponed extends Error {
  override readonly name = 'HeldBack'
  readonly seconds: number

  constructor(seconds: number) {
    super(`held back for ${seconds} s`)
    this.seconds = seconds
  }
}
