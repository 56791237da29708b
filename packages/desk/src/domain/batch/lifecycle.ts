import type { Fact } from '../../audit/event.ts'
import type { BatchState } from '../../contract/batch.ts'
import { DeskError } from '../../contract/desk-error.ts'
import type { Permission } from '../../contract/permission.ts'
import { type Actor, demand, demandSecondFactor } from '../../staff/actor.ts'
import { type BatchStepAction, batchSteps, noStop } from '../../store/batch-tables.ts'
import { type Batch, findBatch, lockBatch, updateBatch } from '../../store/batches.ts'
import { countUnrehearsed } from '../../store/rehearsals.ts'
import { resetCheck } from '../../store/row-results.ts'
import { countWithdrawn } from '../../store/withdrawals.ts'
import { type Context, longReading, reading, secondsOf, write } from '../context.ts'
import { settingsOf } from '../settings.ts'
import { connectionOf } from './batch-connection.ts'
import { planOf } from './plan.ts'
import { recordStep } from './record-step.ts'

/** A batch that the actor may see. */
export async function batchOf(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const found = await findBatch(reading(context), batch_id)
  if (found === undefined) throw new DeskError('batch_unknown')
  demand(actor, 'look_up', found.brand_id)
  return found
}

interface Step {
  readonly permission: Permission
  readonly from: readonly BatchState[]
  readonly action: 'request_check' | 'approve' | BatchStepAction
  /** Whether the batch is already as the step would leave it: then the step changes nothing and succeeds. */
  readonly isTaken?: (batch: Batch) => boolean
}

type Change = Parameters<typeof updateBatch>[2]

function isStep(action: string): action is BatchStepAction {
  const names: readonly string[] = batchSteps
  return names.includes(action)
}

/** Takes one step of a batch, in one transaction with its event in the audit log. */
async function step(
  context: Context,
  actor: Actor,
  batch_id: string,
  { permission, from, action, isTaken = () => false }: Step,
  change: (batch: Batch) => Promise<{ readonly change: Change; readonly facts?: Readonly<Record<string, Fact>> }>,
): Promise<Batch> {
  const found = await permitted(context, actor, batch_id, permission)
  return write(context, async (store) => {
    const batch = await lockBatch(store, found, 'update')
    if (batch === undefined) throw new DeskError('batch_unknown')
    if (isTaken(batch)) return batch
    const allowed: readonly string[] = from
    if (!allowed.includes(batch.state)) throw new DeskError('batch_state', { state: batch.state, expected: from })
    const { change: changed, facts = {} } = await change(batch)
    await updateBatch(store, batch, changed)
    const by = actor.staff_id
    if (isStep(action)) await recordStep(context, store, batch, { action, by, reason: batch, facts })
    else
      await context.auditLog.append(store, [
        { brand_id: batch.brand_id, actor: by, action: `batch.${action}`, facts: { batch_id, ...facts } },
      ])
    const after = await lockBatch(store, batch, 'update')
    return after ?? batch
  })
}

/** Requests a check of every card, the first or a later one; an approval is lost. */
export async function requestCheck(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const from = ['uploaded', 'checked', 'approved'] as const
  const isTaken = (batch: Batch) => batch.state === 'checking'
  const rule = { permission: 'prepare_batch', from, action: 'request_check', isTaken } as const
  const found = await permitted(context, actor, batch_id, rule.permission)
  if (found.check_time === null || isTaken(found))
    return step(context, actor, batch_id, rule, async () => ({ change: { ...unchecked, state: 'checking' } }))
  // The results of the last check are removed in slices. Until then the batch has no plan, and no process reads its cards.
  await step(context, actor, batch_id, rule, async () => ({ change: unchecked }))
  await resetCheck(context.database, found)
  return write(context, async (store) => {
    const batch = await lockBatch(store, found, 'update')
    if (batch?.state === 'uploaded') await updateBatch(store, found, { state: 'checking' })
    return (await lockBatch(store, found, 'update')) ?? found
  })
}

/** A batch of which the actor may take a step. */
async function permitted(context: Context, actor: Actor, batch_id: string, permission: Permission): Promise<Batch> {
  const found = await findBatch(reading(context), batch_id)
  if (found === undefined) throw new DeskError('batch_unknown')
  demand(actor, permission, found.brand_id)
  return found
}

const unchecked = {
  state: 'uploaded',
  ...noStop,
  plan_sha256: null,
  plan_count: null,
  preflight: null,
  approved_by: null,
  approve_time: null,
  approved_sha256: null,
} as const

/** Approves exactly one plan, by its hash; the number of its cards is typed again. */
export async function approve(
  context: Context,
  actor: Actor,
  batch_id: string,
  { count, plan_sha256 }: { readonly count: number; readonly plan_sha256?: string | undefined },
): Promise<Batch> {
  const now = secondsOf(context.clock)
  const found = await permitted(context, actor, batch_id, 'approve_batch')
  // Counted outside the transaction, for which every other writer waits. The transaction compares the plan's hash, so the rows are the same.
  const missing = await countMissing(context, found)
  const withdrawn = await countWithdrawn(longReading(context), found)
  const plan = found.state === 'checked' ? await planOf(context, reading(context), found) : undefined
  const isTaken = (batch: Batch) =>
    batch.state === 'approved' &&
    batch.approved_by === actor.staff_id &&
    batch.plan_count === count &&
    (plan_sha256 ?? batch.plan_sha256) === batch.plan_sha256
  return step(context, actor, batch_id, { permission: 'approve_batch', from: ['checked'], action: 'approve', isTaken }, async (batch) => {
    if (batch.author === actor.staff_id) throw new DeskError('approver_is_author')
    demandSecondFactor(actor, now)
    connectionOf(context, batch)
    // Another check has made another plan since.
    if (plan === undefined || batch.check_time !== found.check_time) throw new DeskError('plan_changed', {})
    if (plan.plan_sha256 !== batch.plan_sha256 || (plan_sha256 !== undefined && plan_sha256 !== batch.plan_sha256))
      throw new DeskError('plan_changed', { plan_sha256: plan.plan_sha256 })
    if (count !== plan.plan_count) throw new DeskError('count_wrong', { field: 'count', given: count, planned: plan.plan_count })
    if (withdrawn > 0) throw new DeskError('consents_withdrawn', { withdrawn, batch_id })
    if (missing > 0) throw new DeskError('rehearsal_needed', { missing, planned: plan.plan_count })
    return {
      change: { state: 'approved', approved_by: actor.staff_id, approve_time: now, approved_sha256: plan.plan_sha256 },
      facts: { count, plan_sha256: plan.plan_sha256 },
    }
  })
}

/** How many cards of a plan no rehearsal has invalidated; 0 when the brand requires no rehearsal, or the batch is one. */
async function countMissing(context: Context, { brand_id, batch_id, rehearsal }: Batch): Promise<number> {
  const { rehearsal_required } = await settingsOf(context, brand_id)
  return rehearsal_required && rehearsal === 0 ? countUnrehearsed(longReading(context), { brand_id, batch_id }) : 0
}

const isRunning = (batch: Batch) => batch.state === 'running'

/** Starts an approved batch: its canary first. */
export async function start(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const found = await permitted(context, actor, batch_id, 'run_batch')
  const plan = found.state === 'approved' ? await planOf(context, reading(context), found) : undefined
  return step(
    context,
    actor,
    batch_id,
    { permission: 'run_batch', from: ['approved'], action: 'run', isTaken: isRunning },
    async (batch) => {
      connectionOf(context, batch)
      if (plan === undefined || batch.check_time !== found.check_time) throw new DeskError('plan_changed', {})
      if (plan.plan_sha256 !== batch.approved_sha256) throw new DeskError('plan_changed', { plan_sha256: plan.plan_sha256 })
      const { canary_rows } = await settingsOf(context, batch.brand_id)
      const canary_left = canary_rows === 0 ? null : canary_rows
      return { change: { state: 'running', ...noStop, canary_left, run_by: actor.staff_id, run_time: secondsOf(context.clock) } }
    },
  )
}

/** Pauses a batch until staff resume it; requests in flight are completed. */
export function pause(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const isTaken = (batch: Batch) => batch.state === 'paused' && batch.stop_kind === 'staff'
  const rule = { permission: 'run_batch', from: ['running', 'paused'], action: 'pause', isTaken } as const
  return step(context, actor, batch_id, rule, async () => ({ change: { state: 'paused', ...noStop, stop_kind: 'staff' } }))
}

/** Resumes a batch that staff, its canary or the circuit breaker stopped. */
export function resume(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const from = ['paused', 'stopped_by_breaker'] as const
  const rule = { permission: 'run_batch', from, action: 'resume', isTaken: isRunning } as const
  return step(context, actor, batch_id, rule, async (batch) => {
    connectionOf(context, batch)
    return {
      change: { state: 'running', ...noStop, run_by: actor.staff_id, run_time: secondsOf(context.clock) },
    }
  })
}

/** Cancels a batch; unsent rows stay unsent. */
export function cancel(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const from = ['uploaded', 'checking', 'checked', 'approved', 'running', 'paused', 'stopped_by_breaker'] as const
  const isTaken = (batch: Batch) => batch.state === 'cancelled'
  return step(context, actor, batch_id, { permission: 'run_batch', from, action: 'cancel', isTaken }, async () => ({
    change: { state: 'cancelled', end_time: secondsOf(context.clock) },
  }))
}
