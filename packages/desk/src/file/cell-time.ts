import { parseTime } from '@card-member/sdk/contract'

const form = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?)?$/
const inWords = /^(\d{4})年(\d{1,2})月(\d{1,2})日/
const zoned = /(?:Z|[+-]\d\d:\d\d)$/i
const beijing = 8 * 3600
const day = 86_400
// Day 25569 of Excel is 1 January 1970.
const epochDay = 25_569
// Numbers that were no dates become dates soon after 1900; nobody was told by these means before 2000.
const earliest = Date.UTC(2000, 0, 1) / 1000 - beijing

/**
 * Reads a time as people write it into Unix seconds: with its zone, or as date, or date and time, of Beijing.
 * `undefined` when it names no real moment.
 */
export function parseCellTime(text: string): number | undefined {
  const seconds = zoned.test(text) ? parseTime(text.replace(' ', 'T').toUpperCase()) : parseLocal(text)
  return seconds === undefined || seconds < earliest ? undefined : seconds
}

function parseLocal(text: string): number | undefined {
  const found = form.exec(text.includes('年') ? text.replace(inWords, '$1-$2-$3') : text)
  if (found === null) return undefined
  const month = Number(found[3])
  const date = Number(found[4])
  const hour = Number(found[5] ?? 0)
  const minute = Number(found[6] ?? 0)
  const second = Number(found[7] ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const local = Date.UTC(Number(found[1]), month - 1, date, hour, minute, second)
  const read = new Date(local)
  return read.getUTCMonth() + 1 === month && read.getUTCDate() === date ? local / 1000 - beijing : undefined
}

/** Writes a numbered day of Excel as `2026-05-20 10:00:00`; `undefined` when it is no day from 1970 to 9999. */
export function serialText(serial: number): string | undefined {
  const seconds = Math.round((serial - epochDay) * day)
  if (!(seconds >= 0 && seconds < 253_402_300_800)) return undefined
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Writes Unix seconds as the time of Beijing, as `2026-05-20 10:00:00`. */
export function localText(seconds: number): string {
  return new Date((seconds + beijing) * 1000).toISOString().slice(0, 19).replace('T', ' ')
}
