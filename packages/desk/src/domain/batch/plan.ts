import { createHash } from 'node:crypto'
import { type BatchRow, pageOfRows } from '../../store/batch-rows.ts'
import type { Batch } from '../../store/batches.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { cellsOf } from './cells.ts'

// Cells are decrypted on the event loop, which runs other work between pages.
const page = 500

/** Exactly which cards a batch invalidates, as one hash, and how many they are. */
export interface Plan {
  readonly plan_sha256: string
  readonly plan_count: number
}

/** Whether a row is in the plan of its batch. */
export function isPlanned({ preflight, faults }: Pick<BatchRow, 'preflight' | 'faults'>): boolean {
  return faults === null && (preflight === 'can_be_invalidated' || preflight === 'expired')
}

/**
 * The plan of a batch: SHA-256 over one line of JSON for the batch, `[brand_id, batch_id, caller_kind, caller_id]`, and one for each row in the
 * order of the file, `[line, card_id, user_card_code, openid, invalid_reason]`, each ended by a line feed. It stays the same
 * while the batch runs, whatever becomes of its rows.
 */
export async function planOf(context: Context, store: Store, { brand_id, batch_id, caller_kind, caller_id }: Batch): Promise<Plan> {
  const hash = createHash('sha256').update(`${JSON.stringify([brand_id, batch_id, caller_kind, caller_id])}\n`)
  let plan_count = 0
  for (let after = 0; ; ) {
    const rows = await pageOfRows(store, { brand_id, batch_id }, { after, limit: page })
    for (const row of rows.filter(isPlanned)) {
      const { card_id, user_card_code, openid, invalid_reason } = cellsOf(context, row)
      hash.update(`${JSON.stringify([row.line, card_id, user_card_code, openid, invalid_reason])}\n`)
      plan_count++
    }
    after = rows.at(-1)?.line ?? after
    if (rows.length < page) return { plan_sha256: hash.digest('hex'), plan_count }
  }
}
