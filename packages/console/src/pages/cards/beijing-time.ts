/** What a `datetime-local` field holds, read as Beijing time; undefined while it is empty. */
export function beijingTime(field: string): string | undefined {
  if (field === '') return undefined
  return `${field.length === 16 ? `${field}:00` : field.slice(0, 19)}+08:00`
}

/** A moment as a `datetime-local` field holds it in Beijing. @param at milliseconds since 1970 */
export function beijingField(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16)
}
