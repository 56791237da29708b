import { formatTime } from '@card-member/sdk/contract'
import type { Settings } from '../contract/settings.ts'

/** The Beijing day of a moment, such as `2026-11-25`. */
export function dayOf(now: number): string {
  return formatTime(now).slice(0, 10)
}

/** The first second of the next Beijing day. */
export function nextDay(now: number): number {
  return Math.floor((now + 8 * 3600) / 86_400 + 1) * 86_400 - 8 * 3600
}

/** How many seconds until calls are allowed; 0 when they are. */
export function untilOpen(hours: Settings['allowed_hours'], now: number): number {
  if (hours === null) return 0
  const [from, to, at] = [secondsOf(hours.from), secondsOf(hours.to), (now + 8 * 3600) % 86_400]
  const open = from <= to ? at >= from && at < to : at >= from || at < to
  return open ? 0 : (from - at + 86_400) % 86_400
}

/** When work of so many seconds ends that begins now and goes on in allowed hours alone. */
export function endOfWork(hours: Settings['allowed_hours'], now: number, seconds: number): number {
  if (hours === null) return now + seconds
  const [from, to] = [secondsOf(hours.from), secondsOf(hours.to)]
  // The same time twice is a window that is never open.
  if (from === to) return now + seconds
  let [at, left] = [now + untilOpen(hours, now), seconds]
  for (;;) {
    const open = (to - ((at + 8 * 3600) % 86_400) + 86_400) % 86_400
    if (left <= open) return at + left
    left -= open
    at += open
    at += untilOpen(hours, at)
  }
}

function secondsOf(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number)
  return hour * 3600 + minute * 60
}
