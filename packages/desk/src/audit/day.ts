import { formatTime } from '@card-member/sdk/contract'

const lastSecond = 253_402_271_999

/** The Beijing date of a time, `2026-11-24`; empty for a number that is out of range. */
export function dayOf(seconds: number): string {
  return seconds >= 0 && seconds <= lastSecond ? formatTime(seconds).slice(0, 10) : ''
}
