/**
 * A whole number in groups of three digits, as Chinese and English both write it. `Intl` loads its data at the first use, which takes longer
 * than a page of numbers.
 *
 * @example
 * countText(1200000) // '1,200,000'
 */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
