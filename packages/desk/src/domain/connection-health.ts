import type { CallEndEvent, Hooks } from '@card-member/sdk'
import type { Clock } from '@card-member/sdk/protocol'

/** How the calls of a connection went in this process. Times are Unix seconds. */
export interface HealthFacts {
  readonly health: 'working' | 'failing' | 'unused'
  readonly last_success_time: number | undefined
  readonly last_failure: { readonly time: number; readonly code: string } | undefined
}

// These say nothing of the platform: the desk itself did not send.
const ownCodes = new Set(['LOCAL_RATE_LIMIT', 'ABORTED', 'INVALID_INPUT', 'SIGN_BEFORE_PASSED', 'SIGNING_REFUSED'])
// The platform answered as it should, and yet calls do not come through.
const barred = new Set([401, 403, 429])

/** Remembers how the last calls of a connection ended. */
export class ConnectionHealth {
  readonly #clock: Clock
  #success: number | undefined
  #failure: { readonly time: number; readonly code: string } | undefined
  #last: HealthFacts['health'] = 'unused'

  constructor(clock: Clock) {
    this.#clock = clock
  }

  readonly hooks: Hooks = { onCallEnd: (event) => this.#ended(event) }

  get facts(): HealthFacts {
    return { health: this.#last, last_success_time: this.#success, last_failure: this.#failure }
  }

  #ended({ status, code, outcome }: CallEndEvent): void {
    const time = Math.floor(this.#clock() / 1000)
    // A signed refusal of one request, such as a card that is not there, comes by a connection that works.
    if (outcome === 'done' || (outcome === 'rejected' && status !== undefined && status < 500 && !barred.has(status))) {
      this.#success = time
      this.#last = 'working'
    } else if (code !== undefined && !ownCodes.has(code)) {
      this.#failure = { time, code }
      this.#last = 'failing'
    }
  }
}
