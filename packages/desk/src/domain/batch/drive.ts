import { setTimeout as sleep } from 'node:timers/promises'
import { type Batch, findBatch } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'
import type { Processes } from '../processes.ts'
import { reconcileAll } from '../reconcile.ts'
import { resumeAfterCanary } from './canary.ts'
import { checkRows } from './check.ts'
import { recordTakeover } from './record-step.ts'
import { runRows } from './run.ts'

interface Needs {
  readonly context: Context
  readonly processes: Processes
}

/** Checks a batch in this process, beside others, until the check is complete or has stopped, or until abort. Returns the batch. */
export async function driveCheck({ context, processes }: Needs, batch: Batch, signal: AbortSignal): Promise<Batch> {
  await checkRows(context, batch, processes, signal)
  return (await findBatch(reading(context), batch.batch_id)) ?? batch
}

/** Reads back the unknown outcomes of a batch that are due; it sends no invalidation. Returns the batch. */
export async function readUnknown({ context, processes }: Needs, batch: Batch): Promise<Batch> {
  await reconcileAll(context, await processes.living(), batch)
  return (await findBatch(reading(context), batch.batch_id)) ?? batch
}

/** Runs a batch in this process, beside others, until it has stopped or is done, or until abort. Returns the batch. */
export async function driveRun({ context, processes }: Needs, batch: Batch, signal: AbortSignal, by = 'desk'): Promise<Batch> {
  if (batch.state === 'running') await recordTakeover(context, batch, by)
  for (let now = batch; ; ) {
    await runRows(context, now, processes, signal)
    now = (await findBatch(reading(context), batch.batch_id)) ?? now
    if (signal.aborted || now.state !== 'paused' || now.stop_kind !== 'canary') return now
    for (let left = await resumeAfterCanary(context, now); left !== undefined; left = await resumeAfterCanary(context, now)) {
      await sleep(left * 1000, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return now
    }
    now = (await findBatch(reading(context), batch.batch_id)) ?? now
    if (now.state !== 'running') return now
  }
}
