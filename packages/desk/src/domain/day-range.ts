import { PlatformError } from '@card-member/sdk/contract'
import type { TimeRange } from '../store/time-range.ts'

/** The Beijing days of a list, such as `2026-11-25`. */
export interface Days {
  readonly from_day?: string | undefined
  /** It is included. */
  readonly to_day?: string | undefined
}

/** When some Beijing days begin and end. @throws {PlatformError} param_error for a day that no month has */
export function rangeOfDays({ from_day, to_day }: Days): TimeRange {
  return {
    from: from_day === undefined ? undefined : beginOf('from_day', from_day),
    before: to_day === undefined ? undefined : beginOf('to_day', to_day) + 86_400,
  }
}

function beginOf(field: keyof Days, day: string): number {
  const time = Date.parse(`${day}T00:00:00+08:00`)
  if (!Number.isNaN(time) && new Date(time + 8 * 3_600_000).toISOString().slice(0, 10) === day) return time / 1000
  throw new PlatformError('param_error', { field, issue: `there is no day ${day}`, location: 'query' })
}
