import { noStop } from '../../store/batch-tables.ts'
import { type Batch, lockBatch, updateBatch } from '../../store/batches.ts'
import { type Context, secondsOf, write } from '../context.ts'
import { settingsOf } from '../settings.ts'
import { recordStep } from './record-step.ts'

/**
 * Resumes a batch whose canary has been complete for the delay that its brand has set. Returns how many seconds of the delay are left,
 * or undefined when the batch does not wait for it.
 */
export async function resumeAfterCanary(context: Context, { brand_id, batch_id }: Batch): Promise<number | undefined> {
  const { canary_delay_seconds } = await settingsOf(context, brand_id)
  const now = secondsOf(context.clock)
  if (canary_delay_seconds === null) return undefined
  return write(context, async (store) => {
    const batch = await lockBatch(store, { brand_id, batch_id }, 'update')
    if (batch?.state !== 'paused' || batch.stop_kind !== 'canary') return undefined
    const left = (batch.run_time ?? now) + canary_delay_seconds - now
    if (left > 0) return left
    await updateBatch(store, batch, { state: 'running', ...noStop, run_time: now })
    await recordStep(context, store, batch, { action: 'resume', by: 'desk', reason: batch })
    return undefined
  })
}
