import { setTimeout as rest } from 'node:timers/promises'
import { type Batch, findBatch } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'
import type { Processes } from '../processes.ts'
import { reconcileAll } from '../reconcile.ts'
import { resumeAfterCanary } from './canary.ts'
import { Check } from './check.ts'
import { takeUp } from './record-step.ts'
import { Run } from './run.ts'

interface Needs {
  readonly context: Context
  readonly processes: Processes
}

/** Checks a batch in this process until it is checked or told to stop; others may take part. Returns how it stands then. */
export async function driveCheck({ context, processes }: Needs, batch: Batch, signal: AbortSignal): Promise<Batch> {
  await new Check(context, batch, processes).run(signal)
  return (await findBatch(reading(context), batch.batch_id)) ?? batch
}

/** Reads what calls of a batch in doubt came to, those that are due; nothing is sent. Returns how the batch stands then. */
export async function readUnknown({ context, processes }: Needs, batch: Batch): Promise<Batch> {
  await reconcileAll(context, await processes.living(), batch)
  return (await findBatch(reading(context), batch.batch_id)) ?? batch
}

/** Runs a batch in this process until it stands still, is done, or is told to stop. Returns how it stands then. */
export async function driveRun({ context, processes }: Needs, batch: Batch, signal: AbortSignal, by = 'desk'): Promise<Batch> {
  if (batch.state === 'running') await takeUp(context, batch, by)
  for (let now = batch; ; ) {
    await (await Run.prepare(context, now, processes)).run(signal)
    now = (await findBatch(reading(context), batch.batch_id)) ?? now
    if (signal.aborted || now.state !== 'paused' || now.stop_reason !== 'canary') return now
    for (let left = await resumeAfterCanary(context, now); left !== undefined; left = await resumeAfterCanary(context, now)) {
      await rest(left * 1000, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return now
    }
    now = (await findBatch(reading(context), batch.batch_id)) ?? now
    if (now.state !== 'running') return now
  }
}
