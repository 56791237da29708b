/**
 * How many rows are worked on at once: enough to use the whole rate although each row takes two calls, few enough that a paused batch
 * has completed its requests in flight within two seconds.
 */
export function concurrencyFor(per_second: number): number {
  return Math.min(64, Math.max(4, Math.ceil(per_second * 1.5)))
}
