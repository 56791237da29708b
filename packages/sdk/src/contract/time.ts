const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,3})?(?:Z|([+-])(\d\d):(\d\d))$/
const beijing = 8 * 3600

/** Reads an RFC 3339 time into Unix seconds, fractions dropped; `undefined` when it names no real moment. */
export function parseTime(text: string): number | undefined {
  const [, written, sign, hours = 0, minutes = 0] = form.exec(text) ?? []
  const local = Date.parse(`${written}Z`)
  if (Number.isNaN(local) || Number(hours) > 14 || Number(minutes) > 59) return undefined
  // A day that its month does not have becomes a day of the next month.
  if (!new Date(local).toISOString().startsWith(`${written}.`)) return undefined
  const offset = (Number(hours) * 60 + Number(minutes)) * 60
  return local / 1000 + (sign === '-' ? offset : -offset)
}

/** Writes Unix seconds as the platform does: seconds and +08:00. */
export function formatTime(seconds: number): string {
  return new Date((seconds + beijing) * 1000).toISOString().replace(/\.\d{3}Z$/, '+08:00')
}
