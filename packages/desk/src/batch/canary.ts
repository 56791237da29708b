import { type BatchRecord, lockBatch, updateBatch } from '../store/batches.ts'
import { type Means, secondsOf, write } from '../subject/means.ts'
import { settingsOf } from '../subject/settings.ts'
import { recordStep } from './record-step.ts'

/**
 * Lets a batch go on whose canary has been over for as long as its brand wants. Returns how many seconds are left, or undefined
 * when it waits for a person or for nothing.
 */
export async function resumeAfterCanary(means: Means, { brand_id, batch_id }: BatchRecord): Promise<number | undefined> {
  const { canary_delay_seconds } = await settingsOf(means, brand_id)
  const now = secondsOf(means.clock)
  if (canary_delay_seconds === null) return undefined
  return write(means, async (store) => {
    const batch = await lockBatch(store, { brand_id, batch_id }, 'update')
    if (batch?.state !== 'paused' || batch.stop_reason !== 'canary') return undefined
    const left = (batch.run_time ?? now) + canary_delay_seconds - now
    if (left > 0) return left
    await updateBatch(store, batch, { state: 'running', stop_reason: null, run_time: now })
    await recordStep(means, store, batch, { action: 'resume', by: 'desk', reason: 'canary', facts: { stop_reason: 'canary' } })
    return undefined
  })
}
