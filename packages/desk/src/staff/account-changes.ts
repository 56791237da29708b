import type { Clock } from '@card-member/sdk/protocol'
import type { AuditEvent } from '../audit/event.ts'
import type { ChangeValue } from '../contract/changes.ts'
import { DeskError } from '../contract/desk-error.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { findBySignInName, findStaff, grantsOf, lockStaff, updateStaff } from '../store/staff.ts'
import { unbindIdentity } from '../store/staff-identities.ts'
import type { Store } from '../store/store.ts'
import type { ChangeHandler } from './change-handler.ts'

/** Whose account is changed, by whom, when (Unix seconds). */
interface Change {
  readonly staff_id: string
  readonly by: string
  readonly time: number
}

/** The changes of kind `sign_in_name`: whoever has that name at the OpenID Connect provider signs in as this member of staff then. */
export function signInNameChanges(clock: Clock): ChangeHandler<ChangeValue<'sign_in_name'>> {
  return {
    ...concerning,
    factsOf: ({ staff_id }) => ({ staff_id }),
    basisOf: async (store, { staff_id }) => {
      const staffMember = await findStaff(store, staff_id)
      return JSON.stringify([staffMember?.disabled_time ?? null, staffMember?.sign_in_name ?? null])
    },
    beforeOf: (basis) => ({ sign_in_name: JSON.parse(basis)[1] }),
    apply: async (store, { staff_id, sign_in_name }, { proposed_by }) => [
      await writeSignInName(store, sign_in_name, { staff_id, by: proposed_by, time: Math.floor(clock() / 1000) }),
    ],
  }
}

/** The changes of kind `enable`: a disabled account works again. */
export function enableChanges(clock: Clock): ChangeHandler<ChangeValue<'enable'>> {
  return {
    ...concerning,
    factsOf: ({ staff_id }) => ({ staff_id }),
    // Whoever confirms it saw these roles.
    basisOf: async (store, { staff_id }) => {
      const staffMember = await findStaff(store, staff_id)
      return JSON.stringify([staffMember?.disabled_time ?? null, await grantsOf(store, staff_id)])
    },
    beforeOf: () => ({}),
    apply: async (store, { staff_id }, { proposed_by }) => [
      await writeEnabled(store, { staff_id, by: proposed_by, time: Math.floor(clock() / 1000) }),
    ],
  }
}

/** Writes a name, unbinds the identity that its owner had, and ends their sessions. @throws {DeskError} staff_unknown, sign_in_name_taken */
export async function writeSignInName(store: Store, sign_in_name: string, { staff_id, by, time }: Change): Promise<AuditEvent> {
  const other = await findBySignInName(store, sign_in_name)
  if (other !== undefined && other.id !== staff_id) throw new DeskError('sign_in_name_taken', { field: 'sign_in_name' })
  if ((await updateStaff(store, staff_id, { sign_in_name, update_time: time })) === undefined) throw new DeskError('staff_unknown')
  await unbindIdentity(store, staff_id)
  await deleteSessionsOf(store, staff_id)
  return { brand_id: '', actor: by, action: 'staff.sign_in_name', facts: { staff_id } }
}

/** Gives a disabled account back. @throws {DeskError} staff_unknown */
export async function writeEnabled(store: Store, { staff_id, by, time }: Change): Promise<AuditEvent> {
  if ((await updateStaff(store, staff_id, { disabled_time: null, update_time: time })) === undefined) throw new DeskError('staff_unknown')
  return { brand_id: '', actor: by, action: 'staff.enable', facts: { staff_id } }
}

const concerning = {
  brandOf: () => '*',
  concernOf: ({ staff_id }: { readonly staff_id: string }) => staff_id,
  lock: async (store: Store, { staff_id }: { readonly staff_id: string }) => void (await lockStaff(store, staff_id)),
}
