import type { Fact } from '../../audit/event.ts'
import { addStep, lastStep } from '../../store/batch-steps.ts'
import type { BatchStepAction } from '../../store/batch-tables.ts'
import { type Batch, lockBatch } from '../../store/batches.ts'
import type { Store } from '../../store/store.ts'
import { type Context, secondsOf, write } from '../context.ts'

/** One start or stop of a batch. */
interface Step {
  readonly action: BatchStepAction
  /** A person's id, or `desk`. */
  readonly by: string
  readonly reason?: string | null | undefined
  readonly facts?: Readonly<Record<string, Fact>>
}

type Named = Pick<Batch, 'brand_id' | 'batch_id'>

/** Writes a start or stop among those of the batch and into the audit log, in the caller's transaction, which holds the batch. */
export async function recordStep(
  context: Context,
  store: Store,
  { brand_id, batch_id }: Named,
  { action, by, reason = null, facts }: Step,
) {
  const time = secondsOf(context.clock)
  await addStep(store, { brand_id, batch_id, time, action, staff_id: by, reason, process_id: context.process_id })
  await context.auditLog.append(store, [{ brand_id, actor: by, action: `batch.${action}`, facts: { batch_id, ...facts } }])
}

/**
 * Tells that this process goes on with a running batch that another process had started: after that one stopped without saying so,
 * or beside it.
 */
export async function takeUp(context: Context, batch: Named, by: string): Promise<void> {
  await write(context, async (store) => {
    const now = await lockBatch(store, batch, 'update')
    const last = await lastStep(store, batch)
    if (now?.state === 'running' && last !== undefined && last.process_id !== context.process_id)
      await recordStep(context, store, batch, { action: 'take_up', by })
  })
}
