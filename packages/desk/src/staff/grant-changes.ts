import type { Clock } from '@card-member/sdk/protocol'
import type { AuditEvent } from '../audit/event.ts'
import type { ChangeValue } from '../contract/changes.ts'
import { DeskError } from '../contract/desk-error.ts'
import { allows, type Grant, roles } from '../contract/permission.ts'
import { findStaff, grantsOf, lockStaff, replaceGrants, updateStaff } from '../store/staff.ts'
import type { Store } from '../store/store.ts'
import type { ChangeHandler } from './change-handler.ts'
import { distinctGrants, grantFacts } from './grants.ts'

/** Grants in two parts: what somebody holds at once, and whether more waits for a confirmation. */
export interface SplitGrants {
  readonly at_once: readonly Grant[]
  readonly waits: boolean
}

/** Splits new grants: what takes something away is in force at once, what adds something waits. */
export function splitGrants(before: readonly Grant[], after: readonly Grant[]): SplitGrants {
  const added = after.filter((grant) => !isCovered(grant, before))
  if (added.length === 0) return { at_once: distinctGrants(after), waits: false }
  const kept = [...after, ...before].filter((grant) => isCovered(grant, before) && isCovered(grant, after))
  return { at_once: distinctGrants(kept), waits: true }
}

/** The changes of kind `grants`. */
export function grantChanges(clock: Clock): ChangeHandler<ChangeValue<'grants'>> {
  return {
    brandOf: () => '*',
    concernOf: ({ staff_id }) => staff_id,
    factsOf: ({ staff_id, grants }) => ({ staff_id, grants: grantFacts(grants) }),
    lock: async (store, { staff_id }) => void (await lockStaff(store, staff_id)),
    basisOf: async (store, { staff_id }) => {
      const staffMember = await findStaff(store, staff_id)
      return JSON.stringify([staffMember?.disabled_time ?? null, await grantsOf(store, staff_id)])
    },
    beforeOf: (basis) => ({ grants: JSON.parse(basis)[1] }),
    apply: async (store, { staff_id, grants }, { proposed_by }) => [
      await writeGrants(store, { staff_id, grants, by: proposed_by, time: Math.floor(clock() / 1000) }),
    ],
  }
}

/** Replaces somebody's grants and returns the event of it. @throws {DeskError} staff_unknown */
export async function writeGrants(
  store: Store,
  {
    staff_id,
    grants,
    by,
    time,
  }: { readonly staff_id: string; readonly grants: readonly Grant[]; readonly by: string; readonly time: number },
): Promise<AuditEvent> {
  const isOver = administers(await grantsOf(store, staff_id)) && !administers(grants)
  const row = await updateStaff(store, staff_id, { update_time: time, ...(isOver ? { administer_end_time: time } : {}) })
  if (row === undefined) throw new DeskError('staff_unknown')
  await replaceGrants(store, staff_id, distinctGrants(grants), { granted_by: by, time })
  return { brand_id: '', actor: by, action: 'staff.grants', facts: { staff_id, grants: grantFacts(grants) } }
}

function administers(grants: readonly Grant[]): boolean {
  return grants.some(({ brand_id }) => allows(grants, 'administer', brand_id))
}

function isCovered({ brand_id, role }: Grant, by: readonly Grant[]): boolean {
  return roles[role].every((permission) => allows(by, permission, brand_id))
}
