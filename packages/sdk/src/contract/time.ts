const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,3})?(Z|[+-](\d\d):(\d\d))$/
const beijing = 8 * 3600

/** Reads an RFC 3339 time into Unix seconds, fractions dropped; `undefined` when it names no real moment. */
export function parseTime(text: string): number | undefined {
  const [, year, month, day, hour, minute, second, zone, zoneHour, zoneMinute] = form.exec(text) ?? []
  if (zone === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  if (Number(zoneHour ?? 0) > 14 || Number(zoneMinute ?? 0) > 59) return undefined
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const date = new Date(local)
  if (date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day) || date.getUTCFullYear() !== Number(year))
    return undefined
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * 60
  return local / 1000 - (zone.startsWith('-') ? -offset : offset)
}

/** Writes Unix seconds as the platform does: seconds and +08:00. */
export function formatTime(seconds: number): string {
  return new Date((seconds + beijing) * 1000).toISOString().replace(/\.\d{3}Z$/, '+08:00')
}
