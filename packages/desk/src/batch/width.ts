/** How many rows are handled at once, so that a rate is used in full though some calls take seconds. */
export function widthFor(per_second: number): number {
  return Math.min(64, Math.max(8, Math.ceil(per_second * 3)))
}
