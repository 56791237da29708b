const units = ['B', 'kB', 'MB', 'GB'] as const
const step = 1000

/** A number of bytes as people read it, such as `12.4 MB`. */
export function bytesText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= step && unit < units.length - 1) {
    value /= step
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}
