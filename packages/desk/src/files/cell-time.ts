import { parseTime } from '@card-member/sdk/contract'
import { halfWidth } from './clean-cell.ts'

const half = '(上午|下午|[AP]M)'
const form = new RegExp(
  `^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?:[ T](?:${half} ?)?(\\d{1,2})(?::(\\d{2})(?::(\\d{2})(?:\\.\\d{1,3})?)?)?(?: ?${half})?)?$`,
  'i',
)
const blanks = /[\s\p{Zs}]+/gu
const dayInWords = /^(\d{4})年(\d{1,2})月(\d{1,2})日 ?/
const hourInWords = /(\d{1,2})[时点](?:(\d{1,2})分?)?(?:(\d{1,2})秒)?$/
const zoned = /:\d\d(?:\.\d+)? ?(?:Z|[+-]\d\d:?\d\d)$/i
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
  const plain = halfWidth(text).replaceAll(blanks, ' ').trim()
  const seconds = zoned.test(plain) ? parseZoned(plain) : parseLocal(plain)
  return seconds === undefined || seconds < earliest ? undefined : seconds
}

function parseZoned(text: string): number | undefined {
  const [day = '', ...rest] = text.toUpperCase().split(/[ T]/)
  return parseTime(`${day}T${rest.join('').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')}`)
}

function parseLocal(text: string): number | undefined {
  const found = form.exec(inDigits(text))
  if (found === null) return undefined
  const month = Number(found[3])
  const date = Number(found[4])
  const hour = hourOf(Number(found[6] ?? 0), [found[5], found[9]])
  const minute = Number(found[7] ?? 0)
  const second = Number(found[8] ?? 0)
  // An hour alone may be half of something.
  if (found[6] !== undefined && found[7] === undefined && found[5] === undefined && found[9] === undefined) return undefined
  if (hour === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  const local = Date.UTC(Number(found[1]), month - 1, date, hour, minute, second)
  const read = new Date(local)
  return read.getUTCMonth() + 1 === month && read.getUTCDate() === date ? local / 1000 - beijing : undefined
}

/** `2026年5月20日 10时30分` in digits and signs. */
function inDigits(text: string): string {
  return text
    .replace(dayInWords, '$1-$2-$3 ')
    .replace(
      hourInWords,
      (_, hour: string, minute = '00', second = '00') => `${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}`,
    )
    .trim()
}

/** The hour of the day, of one that is counted in halves of it too; `undefined` for one that no half has. */
function hourOf(hour: number, halves: readonly (string | undefined)[]): number | undefined {
  const [named, again] = halves.filter((name) => name !== undefined)
  if (named === undefined) return hour
  if (again !== undefined) return undefined
  if (/上午|AM/i.test(named)) return hour > 12 ? undefined : hour % 12
  if (hour === 0) return undefined
  return hour < 12 ? hour + 12 : hour
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
