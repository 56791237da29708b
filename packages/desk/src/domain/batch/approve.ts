import { DeskError } from '../../contract/desk-error.ts'
import type { Settings } from '../../contract/settings.ts'
import { type Actor, demandSecondFactor } from '../../staff/actor.ts'
import { deleteApprovals, hasRecordedFor, putApproval, wasSampleShown } from '../../store/batch-approvals.ts'
import { noStop } from '../../store/batch-tables.ts'
import type { Batch } from '../../store/batches.ts'
import { countUnrehearsed } from '../../store/rehearsals.ts'
import type { Store } from '../../store/store.ts'
import { countWithdrawn } from '../../store/withdrawals.ts'
import { type Context, longReading, reading, secondsOf } from '../context.ts'
import { settingsOf } from '../settings.ts'
import { approvalBasis, validApprovals } from './approvals.ts'
import { connectionOf } from './batch-connection.ts'
import { permitted, step } from './lifecycle.ts'
import { type Plan, planOf } from './plan.ts'

/** How a plan is approved. */
export interface ApprovalInput {
  readonly count: number
  readonly plan_sha256?: string | undefined
  readonly reason?: string | undefined
  /** Whether the sample rows must have been shown to the approver. */
  readonly shown?: boolean | undefined
}

/** Approves exactly one plan, by its hash; the number of its cards is typed again. As many people as the brand requires do so. */
export async function approve(
  context: Context,
  actor: Actor,
  batch_id: string,
  { count, plan_sha256, reason, shown = false }: ApprovalInput,
): Promise<Batch> {
  const now = secondsOf(context.clock)
  const found = await permitted(context, actor, batch_id, 'approve_batch')
  // Counted outside the transaction, for which every other writer waits. The transaction compares the plan's hash, so the rows are the same.
  const missing = await countMissing(context, found)
  // Once its run has begun, each row's consent is judged when it is sent.
  const withdrawn = found.run_time === null ? await countWithdrawn(longReading(context), found) : 0
  const tookPart = found.checked_by === actor.staff_id || (await hasRecordedFor(longReading(context), found, actor.staff_id))
  const settings = await settingsOf(context, found.brand_id)
  const plan = found.state === 'checked' ? await planOf(context, reading(context), found) : undefined
  const isTaken = async (batch: Batch, store: Store) =>
    (batch.state === 'approved' || batch.state === 'checked') &&
    batch.plan_count === count &&
    (plan_sha256 ?? batch.plan_sha256) === batch.plan_sha256 &&
    (await validApprovals(store, batch, settings, now)).some(({ staff_id }) => staff_id === actor.staff_id)
  const rule = { permission: 'approve_batch', from: ['checked'], action: 'approve', isTaken } as const
  return step(context, actor, batch_id, rule, async (batch, store) => {
    if (batch.author === actor.staff_id) throw new DeskError('approver_is_author')
    if (tookPart) throw new DeskError('approver_took_part', { batch_id })
    demandSecondFactor(actor, now)
    connectionOf(context, batch)
    // Another check has made another plan since.
    if (plan === undefined || batch.check_time !== found.check_time) throw new DeskError('plan_changed', {})
    demandSamePlan(plan, batch, plan_sha256)
    if (count !== plan.plan_count) throw new DeskError('count_wrong', { field: 'count', given: count, planned: plan.plan_count })
    if (withdrawn > 0) throw new DeskError('consents_withdrawn', { withdrawn, batch_id })
    if (missing > 0) throw new DeskError('rehearsal_needed', { missing, planned: plan.plan_count })
    const rows_shown = await wasSampleShown(store, batch, actor.staff_id, plan.plan_sha256)
    if (shown && !rows_shown) throw new DeskError('rows_unseen', { batch_id })
    return addApproval(context, store, { batch, actor, plan, settings, reason, rows_shown })
  })
}

/** Rejects the plan of a batch, with a reason: it ends, and its file is prepared again. */
export async function reject(context: Context, actor: Actor, batch_id: string, reason: string): Promise<Batch> {
  if (reason.trim() === '') throw new DeskError('reason_missing', { field: 'reason' })
  const rule = { permission: 'approve_batch', from: ['checked', 'approved'], action: 'reject' } as const
  return step(context, actor, batch_id, rule, async (batch, store) => {
    demandSecondFactor(actor, secondsOf(context.clock))
    await deleteApprovals(store, batch)
    const end_time = secondsOf(context.clock)
    return { change: { state: 'cancelled', ...noStop, stop_kind: 'rejected', reject_reason: reason, end_time }, facts: { reason } }
  })
}

/** How many cards of a plan no rehearsal has invalidated; 0 when the brand requires no rehearsal, or the batch is one. */
async function countMissing(context: Context, { brand_id, batch_id, rehearsal }: Batch): Promise<number> {
  const { rehearsal_required } = await settingsOf(context, brand_id)
  return rehearsal_required && rehearsal === 0 ? countUnrehearsed(longReading(context), { brand_id, batch_id }) : 0
}

interface NewApproval {
  readonly batch: Batch
  readonly actor: Actor
  readonly plan: Plan
  readonly settings: Settings
  readonly reason: string | undefined
  readonly rows_shown: boolean
}

/** Writes one approval; the batch is approved when as many people as the brand requires have done so. */
async function addApproval(context: Context, store: Store, { batch, actor, plan, settings, reason, rows_shown }: NewApproval) {
  const { brand_id, batch_id } = batch
  const { staff_id } = actor
  const approve_time = secondsOf(context.clock)
  const { plan_sha256, plan_count: count } = plan
  const basis = await approvalBasis(store, batch, staff_id)
  const approval = { brand_id, batch_id, staff_id, plan_sha256, approve_time, basis }
  await putApproval(store, { ...approval, rows_shown: rows_shown ? 1 : 0, reason: reason ?? null })
  const { approvals_required } = settings
  const approvals = (await validApprovals(store, batch, settings, approve_time)).length
  const change = approvals < approvals_required ? {} : ({ state: 'approved', ...noStop } as const)
  const facts = { count, plan_sha256, rows_shown, approvals, approvals_required, ...(reason === undefined ? {} : { reason }) }
  return { change, facts }
}

function demandSamePlan({ plan_sha256 }: Plan, batch: Batch, approved: string | undefined): void {
  if (plan_sha256 !== batch.plan_sha256 || (approved !== undefined && approved !== batch.plan_sha256))
    throw new DeskError('plan_changed', { plan_sha256 })
}
