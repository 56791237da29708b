import type { PostFailure } from '@card-member/service/outbound'
import type { DeliveryResult } from '../store/schema.ts'

/** Why an attempt failed, other than what the post itself says. */
export type DeliveryFailure = Exclude<DeliveryResult, 'accepted' | 'postponed' | 'error' | PostFailure>

/** An attempt that failed. Its message contains neither the target nor the notification. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly failure: DeliveryFailure
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined

  constructor(failure: DeliveryFailure, message: string, { status, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options)
    this.failure = failure
    this.status = status
  }
}

/** No attempt is made for so many seconds; it does not count as a failure. */
export class Postponed extends Error {
  override readonly name = 'Postponed'
  readonly seconds: number

  constructor(seconds: number) {
    super(`postponed by ${seconds} s`)
    this.seconds = seconds
  }
}
