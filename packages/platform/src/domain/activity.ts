import { type Activity, formatTime, parseTime, type Static } from '@card-member/sdk/contract'
import type { ActivityPhase, ActivityRow } from '../store/activities.ts'

/** An activity on the wire. */
export type WireActivity = Static<typeof Activity>
/** States of an activity on the wire. */
export type ActivityState = WireActivity['activity_state']

const states = {
  created: 'MEMBERSHIP_ACTIVITY_CREATED',
  effective: 'MEMBERSHIP_ACTIVITY_EFFECTIVE',
  expired: 'MEMBERSHIP_ACTIVITY_EXPIRED',
  terminated: 'MEMBERSHIP_ACTIVITY_TERMINATED',
} as const satisfies Record<ActivityPhase, ActivityState>

/** The phase of a wire state. */
export function phaseOf(state: ActivityState): ActivityPhase {
  if (state === states.created) return 'created'
  if (state === states.effective) return 'effective'
  return state === states.expired ? 'expired' : 'terminated'
}

/** The phase of an activity at a time; begin and end are inclusive. */
export function phaseAt({ begin_time, end_time, terminate_time }: ActivityRow, now: number): ActivityPhase {
  if (terminate_time !== null) return 'terminated'
  if (now < begin_time) return 'created'
  return now > end_time ? 'expired' : 'effective'
}

/** The fields of an activity that have no column of their own. */
export type ActivityDetails = Pick<
  WireActivity,
  'out_request_no' | 'activity_channel' | 'title' | 'sub_title' | 'apply_total' | 'apply_available' | 'product_coupon_stock_list'
>

/** Reads the fields that have no column of their own. */
export function readActivityDetails({ details }: ActivityRow): ActivityDetails {
  return JSON.parse(details)
}

/** Converts a stored activity to its wire format. */
export function activityToWire(row: ActivityRow, now: number): WireActivity {
  return {
    activity_id: row.activity_id,
    brand_id: row.brand_id,
    card_id: row.card_id,
    ...readActivityDetails(row),
    begin_time: formatTime(row.begin_time),
    end_time: formatTime(row.end_time),
    activity_state: states[phaseAt(row, now)],
    create_time: formatTime(row.create_time),
    modify_time: formatTime(row.modify_time),
  }
}

/** Converts a validated time to Unix seconds. */
export function secondsOf(time: string): number {
  const seconds = parseTime(time)
  if (seconds === undefined) throw new TypeError(`the contract let a wrong time pass: ${time}`)
  return seconds
}
