import { type DateInfo, formatTime, parseTime } from '@card-member/sdk/contract'

const day = 86_400
const beijing = 8 * 3600

/** Keeps only the fields that belong to the type of validity, with times in one format. */
export function normaliseValidity(given: DateInfo): DateInfo {
  const { type, available_begin_time, available_end_time, available_day_after_receive } = given
  if (type === 'FIX_TERM') return { type, ...(available_day_after_receive === undefined ? {} : { available_day_after_receive }) }
  if (type === 'PERMANENT' || available_begin_time === undefined || available_end_time === undefined) return { type }
  return { type, available_begin_time: normaliseTime(available_begin_time), available_end_time: normaliseTime(available_end_time) }
}

/**
 * The last second of validity, in Unix seconds; `null` when the card is permanent. A term counts calendar days in Beijing;
 * the pickup day is the first.
 */
export function expireTime(validity: DateInfo, pickup_time: number): number | null {
  if (validity.type === 'FIX_TIME_RANGE') return parseTime(validity.available_end_time ?? '') ?? null
  if (validity.type === 'PERMANENT' || validity.available_day_after_receive === undefined) return null
  const pickupDay = Math.floor((pickup_time + beijing) / day)
  return (pickupDay + validity.available_day_after_receive) * day - beijing - 1
}

function normaliseTime(time: string): string {
  const seconds = parseTime(time)
  return seconds === undefined ? time : formatTime(seconds)
}
