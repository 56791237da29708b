import type { Actor } from '../../staff/actor.ts'
import { type Batch, findOpenBatches, lockBatch, lockOpening, updateBatch } from '../../store/batches.ts'
import { analyzeRows, type Duplicates, findInOpenBatches, findRepeated } from '../../store/duplicate-rows.ts'
import { refuseRows } from '../../store/row-results.ts'
import { sliceRows } from '../../store/slices.ts'
import { type Context, longReading, reading, secondsOf, write } from '../context.ts'
import type { StoredFault } from './fault-words.ts'
import { PreparingEnded } from './preparing-ended.ts'

/**
 * Opens a batch whose rows are all stored: rows that name the card of an earlier row or of another open batch are refused first.
 *
 * @throws {PreparingEnded} when the batch is no longer being prepared
 */
export async function openBatch(
  context: Context,
  actor: Actor,
  batch: Batch,
  { row_count, faulty_count }: Pick<Batch, 'row_count' | 'faulty_count'>,
  file_reading: string,
): Promise<Batch> {
  const { brand_id, batch_id, connection, file_name, file_sha256, forced_reason } = batch
  await analyzeRows(longReading(context))
  let refused = await refuseDuplicates(context, batch, await findRepeated(longReading(context), batch))
  const seen = new Set<string>()
  for (;;) {
    const others = (await findOpenBatches(reading(context), batch)).filter((other) => !seen.has(other.batch_id))
    for (const found of await findInOpenBatches(longReading(context), batch, others))
      refused += await refuseDuplicates(context, batch, found)
    for (const other of others) seen.add(other.batch_id)
    const { file_bytes: bytes_read } = batch
    const change = { state: 'uploaded', file_reading, bytes_read, row_count, faulty_count: faulty_count + refused } as const
    const opened = await write(context, async (store) => {
      await lockOpening(store, brand_id)
      if ((await lockBatch(store, batch, 'update'))?.state !== 'preparing') throw new PreparingEnded()
      // A batch that became open since has not been searched.
      if ((await findOpenBatches(store, batch)).some((other) => !seen.has(other.batch_id))) return false
      await updateBatch(store, batch, change)
      const facts = { batch_id, connection, file_name, file_sha256, row_count, faulty_count: change.faulty_count, forced_reason }
      await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'batch.prepare', facts }])
      return true
    })
    if (opened) return { ...batch, ...change }
  }
}

async function refuseDuplicates(context: Context, batch: Batch, { lines, holder }: Duplicates): Promise<number> {
  const now = secondsOf(context.clock)
  const named = holder && { batch_id: holder.batch_id, since: holder.create_time }
  const fault: StoredFault = { column: 'user_card_code', fault: named ? 'in_open_batch' : 'duplicate_row', ...named }
  const refused = { code: fault.fault.toUpperCase(), faults: JSON.stringify([fault]) }
  for (let at = 0; at < lines.length; at += sliceRows)
    await write(context, (store) => refuseRows(store, batch, { ...refused, lines: lines.slice(at, at + sliceRows) }, now))
  return lines.length
}
