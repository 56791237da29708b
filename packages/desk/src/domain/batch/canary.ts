import { type Batch, lockBatch, updateBatch } from '../../store/batches.ts'
import { type Context, secondsOf, write } from '../context.ts'
import { settingsOf } from '../settings.ts'
import { recordStep } from './record-step.ts'

/**
 * Lets a batch go on whose canary has been over for as long as its brand wants. Returns how many seconds are left, or undefined
 * when it waits for a person or for nothing.
 */
export async function resumeAfterCanary(context: Context, { brand_id, batch_id }: Batch): Promise<number | undefined> {
  const { canary_delay_seconds } = await settingsOf(context, brand_id)
  const now = secondsOf(context.clock)
  if (canary_delay_seconds === null) return undefined
  return write(context, async (store) => {
    const batch = await lockBatch(store, { brand_id, batch_id }, 'update')
    if (batch?.state !== 'paused' || batch.stop_reason !== 'canary') return undefined
    const left = (batch.run_time ?? now) + canary_delay_seconds - now
    if (left > 0) return left
    await updateBatch(store, batch, { state: 'running', stop_reason: null, run_time: now })
    await recordStep(context, store, batch, { action: 'resume', by: 'desk', reason: 'canary', facts: { stop_reason: 'canary' } })
    return undefined
  })
}
