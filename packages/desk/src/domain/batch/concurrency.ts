/**
 * How many rows are in hand at once: enough that a rate is used in full though each takes two calls and their ways, few enough
 * that a batch which is held stands still within two seconds.
 */
export function concurrencyFor(per_second: number): number {
  return Math.min(64, Math.max(4, Math.ceil(per_second * 1.5)))
}
