import type { Fact } from '../../audit/event.ts'
import type { BatchStepAction } from '../../contract/batch.ts'
import { addStep, lastStep } from '../../store/batch-steps.ts'
import { noStop, type StopColumns } from '../../store/batch-tables.ts'
import { type Batch, lockBatch } from '../../store/batches.ts'
import type { Store } from '../../store/store.ts'
import { type Context, secondsOf, write } from '../context.ts'

/** One start or stop of a batch. */
interface Step {
  readonly action: BatchStepAction
  /** A staff id, or `desk`. */
  readonly by: string
  /** Why the breaker stops the batch, or what had stopped it. */
  readonly reason?: StopColumns
  readonly facts?: Readonly<Record<string, Fact>>
}

type Named = Pick<Batch, 'brand_id' | 'batch_id'>

/** Adds a start or stop to those of the batch and to the audit log, in the caller's transaction, which has locked the batch. */
export async function recordStep(
  context: Context,
  store: Store,
  { brand_id, batch_id }: Named,
  { action, by, reason = noStop, facts }: Step,
) {
  const time = secondsOf(context.clock)
  const { stop_kind, stop_code, stop_count, stop_of } = reason
  const stop = { stop_kind, stop_code, stop_count, stop_of }
  await addStep(store, { brand_id, batch_id, time, action, staff_id: by, ...stop, process_id: context.process_id })
  const stopFacts = Object.fromEntries(Object.entries(stop).filter(([, fact]) => fact !== null))
  await context.auditLog.append(store, [{ brand_id, actor: by, action: `batch.${action}`, facts: { batch_id, ...stopFacts, ...facts } }])
}

/** Records that this process works on a running batch that another process had started, instead of that one or beside it. */
export async function recordTakeover(context: Context, batch: Named, by: string): Promise<void> {
  await write(context, async (store) => {
    const now = await lockBatch(store, batch, 'update')
    const last = await lastStep(store, batch)
    if (now?.state === 'running' && last !== undefined && last.process_id !== context.process_id)
      await recordStep(context, store, batch, { action: 'take_over', by })
  })
}
