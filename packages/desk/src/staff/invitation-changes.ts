import type { Clock } from '@card-member/sdk/protocol'
import type { ChangeValue } from '../contract/changes.ts'
import { DeskError } from '../contract/desk-error.ts'
import { findStaff, lockStaff } from '../store/staff.ts'
import { findInvitation, openInvitation, stopInvitation } from '../store/staff-invitations.ts'
import type { ChangeHandler } from './change-handler.ts'
import { grantFacts } from './grants.ts'
import { invitationLife } from './invitation-token.ts'

/** The changes of kind `invitation`: the link works once such a change is in force. */
export function invitationChanges(clock: Clock): ChangeHandler<ChangeValue<'invitation'>> {
  return {
    brandOf: () => '*',
    concernOf: ({ staff_id, renewal }) => (renewal ? staff_id : undefined),
    factsOf: ({ invitation_id, staff_id, name, full_name, renewal, grants }) => ({
      invitation_id,
      staff_id,
      name,
      ...(full_name === undefined ? {} : { full_name }),
      renewal,
      grants: grantFacts(grants),
    }),
    lock: async (store, { staff_id }) => void (await lockStaff(store, staff_id)),
    basisOf: async (store, { invitation_id, staff_id }) => {
      const [invitation, staffMember] = [await findInvitation(store, invitation_id), await findStaff(store, staff_id)]
      return JSON.stringify([invitation?.state ?? null, staffMember?.disabled_time ?? null])
    },
    beforeOf: () => ({}),
    apply: async (store, { invitation_id }, { confirmed_by }) => {
      const expire_time = Math.floor(clock() / 1000) + invitationLife
      // After a delay nobody confirmed it, and there is nobody whose code could be asked for.
      const opened = await openInvitation(store, invitation_id, {
        expire_time,
        confirmed_by: confirmed_by === 'desk' ? null : confirmed_by,
      })
      if (!opened) throw new DeskError('invitation_unknown')
      return []
    },
    drop: async (store, { invitation_id }) => void (await stopInvitation(store, invitation_id)),
  }
}
