import { setTimeout as rest } from 'node:timers/promises'
import type { Desk } from '../desk.ts'
import { type BatchRecord, findBatch } from '../store/batches.ts'
import { reading } from '../subject/means.ts'
import { settleAll } from '../subject/settle.ts'
import { resumeAfterCanary } from './canary.ts'
import { Check } from './check.ts'
import { takeUp } from './record-step.ts'
import { Run } from './run.ts'

type Needs = Pick<Desk, 'means' | 'processes'>

/** Checks a batch in this process until it is checked or told to stop; others may take part. Returns how it stands then. */
export async function driveCheck({ means, processes }: Needs, batch: BatchRecord, signal: AbortSignal): Promise<BatchRecord> {
  await new Check(means, batch, processes).run(signal)
  return (await findBatch(reading(means), batch.batch_id)) ?? batch
}

/** Reads what calls of a batch in doubt came to, those that are due; nothing is sent. Returns how the batch stands then. */
export async function readDoubt({ means, processes }: Needs, batch: BatchRecord): Promise<BatchRecord> {
  await settleAll(means, await processes.living(), batch)
  return (await findBatch(reading(means), batch.batch_id)) ?? batch
}

/** Runs a batch in this process until it stands still, is done, or is told to stop. Returns how it stands then. */
export async function driveRun({ means, processes }: Needs, batch: BatchRecord, signal: AbortSignal, by = 'desk'): Promise<BatchRecord> {
  if (batch.state === 'running') await takeUp(means, batch, by)
  for (let now = batch; ; ) {
    await (await Run.prepare(means, now, processes)).run(signal)
    now = (await findBatch(reading(means), batch.batch_id)) ?? now
    if (signal.aborted || now.state !== 'paused' || now.stop_reason !== 'canary') return now
    for (let left = await resumeAfterCanary(means, now); left !== undefined; left = await resumeAfterCanary(means, now)) {
      await rest(left * 1000, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return now
    }
    now = (await findBatch(reading(means), batch.batch_id)) ?? now
    if (now.state !== 'running') return now
  }
}
