import type { DeskSettings, Settings } from './settings.ts'

/** Whether a new value of a setting protects members less than the one before. A value that differs in neither direction does not. */
export type Loosens<Value> = (before: Value, after: Value) => boolean

const more: Loosens<number> = (before, after) => after > before
const less: Loosens<number> = (before, after) => after < before
const off: Loosens<boolean> = (before, after) => before && !after
const moreOrNone: Loosens<number | null> = (before, after) => before !== null && (after === null || after > before)

/** In which direction each setting of a brand loosens. A setting that is missing here is a type error. */
export const settingLoosens: { readonly [Name in keyof Settings]: Loosens<Settings[Name]> } = {
  consent_days: moreOrNone,
  // 0 is no canary at all; the larger it is, the more cards end before anybody looks.
  canary_rows: (before, after) => before !== after && (after === 0 || (before !== 0 && after > before)),
  // Null waits for a person.
  canary_delay_seconds: (before, after) => after !== null && (before === null || after < before),
  breaker_percent: more,
  breaker_rows: more,
  breaker_same_code: more,
  daily_cap: moreOrNone,
  allowed_hours: (before, after) => minutesOf(after).some((open, minute) => open && !minutesOf(before)[minute]),
  rehearsal_required: off,
  single_limit_per_person: more,
  single_needs_second_person: off,
  approvals_required: less,
  approval_hours: more,
  run_hours: more,
  evidence_required: (before, after) => before.some((channel) => !after.includes(channel)),
  // The log and its evidence are removed earlier.
  retention_days: less,
  // Members' data is kept longer.
  member_data_days: more,
}

/** The same for the desk as a whole. */
export const deskSettingLoosens: { readonly [Name in keyof DeskSettings]: Loosens<DeskSettings[Name]> } = {
  staff_change_delay_hours: less,
  // Ids are sent to another place, and approvers are told there or not at all.
  notify_url: (before, after) => after !== null && after !== before,
}

/** A change in two parts: what is in force at once, and what waits. */
export interface SplitChange<All> {
  readonly at_once: Partial<All>
  readonly waits: Partial<All>
}

/** Splits a change of a brand's settings. Values that are as they were are in neither part. */
export function splitSettings(before: Settings, change: Partial<Settings>): SplitChange<Settings> {
  return split(settingLoosens, before, change)
}

/** Splits a change of the desk's settings. */
export function splitDeskSettings(before: DeskSettings, change: Partial<DeskSettings>): SplitChange<DeskSettings> {
  return split(deskSettingLoosens, before, change)
}

function split<All extends object>(
  directions: { readonly [Name in keyof All]: Loosens<All[Name]> },
  before: All,
  change: Partial<All>,
): SplitChange<All> {
  const at_once: Partial<All> = {}
  const waits: Partial<All> = {}
  for (const name in directions) {
    const after = change[name]
    if (after === undefined || JSON.stringify(after) === JSON.stringify(before[name])) continue
    const part = directions[name](before[name], after) ? waits : at_once
    part[name] = after
  }
  return { at_once, waits }
}

const day = 1440

function minutesOf(hours: Settings['allowed_hours']): readonly boolean[] {
  if (hours === null) return Array.from({ length: day }, () => true)
  const [from, to] = [minuteOf(hours.from), minuteOf(hours.to)]
  return Array.from({ length: day }, (_, minute) => (from <= to ? minute >= from && minute < to : minute >= from || minute < to))
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}
