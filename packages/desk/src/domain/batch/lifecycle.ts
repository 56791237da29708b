import type { Fact } from '../../audit/event.ts'
import { type BatchState, type BatchStepAction, batchSteps } from '../../contract/batch.ts'
import { DeskError } from '../../contract/desk-error.ts'
import { allows, type Permission } from '../../contract/permission.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { deleteApprovals } from '../../store/batch-approvals.ts'
import { noStop } from '../../store/batch-tables.ts'
import { type Batch, findBatch, lockBatch, updateBatch } from '../../store/batches.ts'
import { resetCheck } from '../../store/row-results.ts'
import type { Store } from '../../store/store.ts'
import { type Context, reading, secondsOf, write } from '../context.ts'
import { settingsOf } from '../settings.ts'
import { approvalEnd, settleApprovals } from './approvals.ts'
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
  readonly isTaken?: (batch: Batch, store: Store) => boolean | Promise<boolean>
}

type Change = Parameters<typeof updateBatch>[2]

function isStep(action: string): action is BatchStepAction {
  const names: readonly string[] = batchSteps
  return names.includes(action)
}

/** Takes one step of a batch, in one transaction with its event in the audit log. */
export async function step(
  context: Context,
  actor: Actor,
  batch_id: string,
  { permission, from, action, isTaken = () => false }: Step,
  change: (batch: Batch, store: Store) => Promise<{ readonly change: Change; readonly facts?: Readonly<Record<string, Fact>> }>,
): Promise<Batch> {
  const found = await permitted(context, actor, batch_id, permission)
  return write(context, async (store) => {
    const batch = await lockBatch(store, found, 'update')
    if (batch === undefined) throw new DeskError('batch_unknown')
    if (await isTaken(batch, store)) return batch
    const allowed: readonly string[] = from
    if (!allowed.includes(batch.state)) throw new DeskError('batch_state', { state: batch.state, expected: from })
    const { change: changed, facts = {} } = await change(batch, store)
    if (Object.keys(changed).length > 0) await updateBatch(store, batch, changed)
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

/** Requests a check of every card, the first or a later one; an approval is lost. A batch whose run has begun keeps its plan. */
export async function requestCheck(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const uncheck = (change: Change) => async (batch: Batch, store: Store) => {
    if (batch.run_time !== null) throw new DeskError('batch_state', { state: 'started', expected: from })
    await deleteApprovals(store, batch)
    return { change: { ...change, checked_by: actor.staff_id } }
  }
  const from = ['uploaded', 'checked', 'approved'] as const
  const isTaken = (batch: Batch) => batch.state === 'checking'
  const rule = { permission: 'prepare_batch', from, action: 'request_check', isTaken } as const
  const found = await permitted(context, actor, batch_id, rule.permission)
  if (found.check_time === null || isTaken(found)) return step(context, actor, batch_id, rule, uncheck({ ...unchecked, state: 'checking' }))
  // The results of the last check are removed in slices. Until then the batch has no plan, and no process reads its cards.
  await step(context, actor, batch_id, rule, uncheck(unchecked))
  await resetCheck(context.database, found)
  return write(context, async (store) => {
    const batch = await lockBatch(store, found, 'update')
    if (batch?.state === 'uploaded') await updateBatch(store, found, { state: 'checking' })
    return (await lockBatch(store, found, 'update')) ?? found
  })
}

/** A batch of which the actor may take a step. */
export async function permitted(context: Context, actor: Actor, batch_id: string, permission: Permission): Promise<Batch> {
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
} as const

const isRunning = (batch: Batch) => batch.state === 'running'

/** Starts an approved batch: its canary first. */
export async function start(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const found = await settled(context, actor, batch_id)
  const plan = found.state === 'approved' ? await planOf(context, reading(context), found) : undefined
  return step(
    context,
    actor,
    batch_id,
    { permission: 'run_batch', from: ['approved'], action: 'run', isTaken: isRunning },
    async (batch, store) => {
      connectionOf(context, batch)
      if (plan === undefined || batch.check_time !== found.check_time) throw new DeskError('plan_changed', {})
      if (plan.plan_sha256 !== batch.plan_sha256) throw new DeskError('plan_changed', { plan_sha256: plan.plan_sha256 })
      const settings = await settingsOf(context, batch.brand_id)
      const now = secondsOf(context.clock)
      const ended = await approvalEnd(store, batch, settings, now)
      if (ended !== undefined) throw new DeskError('approval_ended', { ended, batch_id })
      const { canary_rows } = settings
      const canary_left = canary_rows === 0 ? null : canary_rows
      return { change: { state: 'running', ...noStop, canary_left, run_by: actor.staff_id, run_time: now, start_time: now } }
    },
  )
}

/** A batch that the actor may run, after its approvals were judged. @throws {DeskError} approval_ended */
async function settled(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const found = await permitted(context, actor, batch_id, 'run_batch')
  const ended = await settleApprovals(context, found)
  if (ended !== undefined) throw new DeskError('approval_ended', { ended, batch_id })
  return found
}

/** Pauses a batch until staff resume it; requests in flight are completed. */
export function pause(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const isTaken = (batch: Batch) => batch.state === 'paused' && batch.stop_kind === 'staff'
  const rule = { permission: 'run_batch', from: ['running', 'paused'], action: 'pause', isTaken } as const
  return step(context, actor, batch_id, rule, async () => ({ change: { state: 'paused', ...noStop, stop_kind: 'staff' } }))
}

/** Resumes a batch that staff, its canary or the circuit breaker stopped. */
export async function resume(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  await settled(context, actor, batch_id)
  const from = ['paused', 'stopped_by_breaker'] as const
  const rule = { permission: 'run_batch', from, action: 'resume', isTaken: isRunning } as const
  return step(context, actor, batch_id, rule, async (batch) => {
    connectionOf(context, batch)
    return {
      change: { state: 'running', ...noStop, run_by: actor.staff_id, run_time: secondsOf(context.clock) },
    }
  })
}

/** Cancels a batch; unsent rows stay unsent. While its file is read, whoever may prepare batches may cancel it too. */
export async function cancel(context: Context, actor: Actor, batch_id: string): Promise<Batch> {
  const found = await findBatch(reading(context), batch_id)
  const isAuthors = found?.state === 'preparing' && allows(actor.grants, 'prepare_batch', found.brand_id)
  const from: readonly BatchState[] = isAuthors ? ['preparing'] : openStates
  const isTaken = (batch: Batch) => batch.state === 'cancelled'
  const permission = isAuthors ? 'prepare_batch' : 'run_batch'
  return step(context, actor, batch_id, { permission, from, action: 'cancel', isTaken }, async ({ state }) => ({
    // The process that reads the file removes its rows.
    change: { state: 'cancelled', end_time: secondsOf(context.clock), ...(state === 'preparing' && { row_count: 0, faulty_count: 0 }) },
  }))
}

const openStates = [
  'preparing',
  'uploaded',
  'checking',
  'checked',
  'approved',
  'running',
  'paused',
  'stopped_by_breaker',
] as const satisfies readonly BatchState[]
