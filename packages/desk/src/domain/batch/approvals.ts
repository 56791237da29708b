import type { Settings } from '../../contract/settings.ts'
import { tellWaiting } from '../../staff/waiting.ts'
import { approvalsOf, type BatchApproval, deleteApprovals } from '../../store/batch-approvals.ts'
import { noStop } from '../../store/batch-tables.ts'
import { type Batch, findApprovedBatches, lockBatch, updateBatch } from '../../store/batches.ts'
import { timesLoosened } from '../../store/settings.ts'
import { findStaff, grantsOf } from '../../store/staff.ts'
import type { Store } from '../../store/store.ts'
import { type Context, reading, secondsOf, write } from '../context.ts'
import { settingsOf } from '../settings.ts'
import { recordStep } from './record-step.ts'

const hour = 3600

/** Why approvals of a batch no longer suffice: time is over, or plan, people or settings are not what they were. */
export type ApprovalEnd = 'approval_hours' | 'run_hours' | 'plan_or_people_or_settings'

type ApprovalSettings = Pick<Settings, 'approvals_required' | 'approval_hours' | 'run_hours'>

/** What an approval rests on besides its plan, as text: the roles of author and approver, and how often settings were loosened. */
export async function approvalBasis(
  store: Store,
  { brand_id, author }: Pick<Batch, 'brand_id' | 'author'>,
  approver: string,
): Promise<string> {
  const loosened = await timesLoosened(store, brand_id)
  return JSON.stringify([await standingOf(store, author), await standingOf(store, approver), loosened])
}

async function standingOf(store: Store, staff_id: string): Promise<unknown> {
  const staffMember = await findStaff(store, staff_id)
  return staffMember?.disabled_time == null ? grantsOf(store, staff_id) : 'disabled'
}

/** The approvals of a batch that count now. */
export async function validApprovals(
  store: Store,
  batch: Batch,
  { approval_hours, run_hours }: ApprovalSettings,
  now: number,
): Promise<BatchApproval[]> {
  const valid: BatchApproval[] = []
  for (const approval of await approvalsOf(store, batch)) {
    const { plan_sha256, approve_time, basis, staff_id } = approval
    const until = batch.start_time === null ? approve_time + approval_hours * hour : batch.start_time + run_hours * hour
    if (plan_sha256 !== batch.plan_sha256 || now >= until) continue
    if ((await approvalBasis(store, batch, staff_id)) === basis) valid.push(approval)
  }
  return valid
}

/** Why a batch that was approved may not go on; undefined when it may. */
export async function approvalEnd(store: Store, batch: Batch, settings: ApprovalSettings, now: number): Promise<ApprovalEnd | undefined> {
  const valid = await validApprovals(store, batch, settings, now)
  if (valid.length >= settings.approvals_required) return undefined
  const { start_time } = batch
  if (start_time !== null && now >= start_time + settings.run_hours * hour) return 'run_hours'
  const oldest = (await approvalsOf(store, batch))[0]
  if (start_time === null && oldest !== undefined && now >= oldest.approve_time + settings.approval_hours * hour) return 'approval_hours'
  return 'plan_or_people_or_settings'
}

/** The states of a batch that rest on approvals. */
export const approvedStates: readonly string[] = ['approved', 'running', 'paused', 'stopped_by_breaker']

/** Ends the approvals of a batch whose caller has locked it: it is approved anew before it goes on. Rows that ended stay so. */
export async function endApprovals(context: Context, store: Store, batch: Batch, ended: ApprovalEnd): Promise<void> {
  await deleteApprovals(store, batch)
  await updateBatch(store, batch, { state: 'checked', ...noStop, stop_kind: 'approval', canary_left: null, start_time: null })
  const { brand_id, batch_id: subject_id } = batch
  await tellWaiting(store, { event: 'batch.waiting', brand_id, subject_id, time: secondsOf(context.clock) })
  await recordStep(context, store, batch, { action: 'approval_end', by: 'desk', facts: { ended } })
}

/** Ends the approvals of a batch if they no longer suffice, and says why. */
export async function settleApprovals(context: Context, found: Batch): Promise<ApprovalEnd | undefined> {
  if (!approvedStates.includes(found.state)) return undefined
  const settings = await settingsOf(context, found.brand_id)
  const now = secondsOf(context.clock)
  // Almost always nothing ends, and no writer is kept waiting for that.
  if ((await approvalEnd(reading(context), found, settings, now)) === undefined) return undefined
  return write(context, async (store) => {
    const batch = await lockBatch(store, found, 'update')
    if (batch === undefined || !approvedStates.includes(batch.state)) return undefined
    const ended = await approvalEnd(store, batch, settings, now)
    if (ended !== undefined) await endApprovals(context, store, batch, ended)
    return ended
  })
}

/** The same for every batch. */
export async function settleAllApprovals(context: Context): Promise<void> {
  for (const batch of await findApprovedBatches(reading(context))) await settleApprovals(context, batch)
}
