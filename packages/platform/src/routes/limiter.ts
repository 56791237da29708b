import { type Operation, PlatformError } from '@card-member/sdk/contract'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Principal } from '../tenants/principal.ts'

/** Calls per second, counted per caller and operation in this process. */
export class Limiter {
  readonly #limiters = new Map<number, RateLimiterMemory>()

  /** @throws {PlatformError} rate_limit */
  async take({ kind, id, rate_limit_per_second }: Principal, operation: Operation): Promise<void> {
    const points = rate_limit_per_second ?? operation.per_second
    if (points === 0) return
    try {
      await this.#limiter(points).consume(`${kind} ${id} ${operation.id}`)
    } catch (refused) {
      if (refused instanceof Error) throw refused
      throw new PlatformError('rate_limit')
    }
  }

  #limiter(points: number): RateLimiterMemory {
    const known = this.#limiters.get(points)
    if (known) return known
    const made = new RateLimiterMemory({ points, duration: 1, keyPrefix: '' })
    this.#limiters.set(points, made)
    return made
  }
}
