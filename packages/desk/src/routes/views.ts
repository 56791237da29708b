import { formatTime, type Static } from '@card-member/sdk/contract'
import type { Session } from '../contract/session.ts'
import type { Actor } from '../facade/sessions.ts'

/** Who is signed in. */
export function viewActor({ staff_id, name, grants, second_factor_time }: Actor): Static<typeof Session> {
  return {
    staff_id,
    name,
    grants: grants.map((grant) => ({ ...grant })),
    ...(second_factor_time === undefined ? {} : { second_factor_time: formatTime(second_factor_time) }),
  }
}
