import type { FileReader } from '../../files/file-reader.ts'
import type { RowFault } from '../../files/row-fault.ts'
import type { BatchRow as FileRow } from '../../files/row-reader.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { insertBatchRows, type NewRow } from '../../store/batch-rows.ts'
import { type Batch, notePrepared } from '../../store/batches.ts'
import { type Context, secondsOf, write } from '../context.ts'
import { cardHashOf, openidHash } from '../member.ts'
import { sealCells } from './cells.ts'
import type { StoredFault } from './fault-words.ts'
import { PreparingEnded } from './preparing-ended.ts'

const noteEvery_ms = 400

/** What the rows of a file were. */
export interface StoredRows extends Pick<Batch, 'row_count' | 'faulty_count'> {
  readonly warning_count: number
  /** How many cells the longest row has. */
  readonly width: number
}

/**
 * Stores the rows of a file. While some rows are written, the next ones are read and encrypted. How far it is, is noted now and then.
 *
 * @throws {PreparingEnded} when the batch is no longer being prepared
 */
export async function storeRows(
  context: Context,
  actor: Actor,
  batch: Batch,
  { reader, signal }: { readonly reader: FileReader; readonly signal: AbortSignal },
): Promise<StoredRows> {
  const { kind, write: database } = context.database
  let writing: Promise<void> = Promise.resolve()
  let row_count = 0
  let faulty_count = 0
  let warning_count = 0
  let width = 0
  let noted = performance.now()
  try {
    for await (const chunk of reader.rows()) {
      if (signal.aborted) throw new PreparingEnded()
      if (chunk.some(({ consent }) => consent !== undefined)) demand(actor, 'record_consent', batch.brand_id)
      const rows = chunk.map((row) => newRow(context, batch, row))
      row_count += rows.length
      faulty_count += rows.filter(({ faults }) => faults !== null).length
      warning_count += rows.filter(({ warnings }) => warnings !== null).length
      width = chunk.reduce((most, { texts }) => Math.max(most, texts.length), width)
      await writing
      // One statement needs no transaction: the batch is open only when all its rows are stored.
      writing = insertBatchRows({ kind, database }, rows)
      // The next `await writing` throws the error.
      writing.catch(() => undefined)
      if (performance.now() - noted < noteEvery_ms) continue
      noted = performance.now()
      const progress = { row_count, faulty_count, bytes_read: Math.floor(batch.file_bytes * reader.share) }
      if (!(await write(context, (store) => notePrepared(store, batch, progress)))) throw new PreparingEnded()
    }
  } finally {
    await writing
  }
  return { row_count, faulty_count, warning_count, width }
}

function newRow(context: Context, { brand_id, batch_id }: Batch, { line, texts, cells, faults, warnings, consent }: FileRow): NewRow {
  const now = secondsOf(context.clock)
  const wrong = [
    ...faults.map(storedFault),
    ...(consent !== undefined && consent.agreed_at > now ? [{ column: 'agreed_at', fault: 'time_in_future' }] : []),
  ]
  const faulty = wrong.length > 0
  const { card_id, user_card_code, openid } = cells
  const hashed = cardHashOf(context.vault, { brand_id, card_id, user_card_code })
  return {
    brand_id,
    batch_id,
    line,
    card_id: faulty ? '' : card_id,
    card_hash: faulty ? null : hashed.card_hash,
    openid_hash: openid === '' ? null : openidHash(context.vault, brand_id, openid),
    // A wrong code may contain characters that a database refuses.
    code_last4: hashed.code_last4.replaceAll(/[^!-~]/g, '?'),
    cells: sealCells(context, { batch_id, line }, { texts, cells }),
    consent_channel: consent?.channel ?? null,
    told_at: consent?.told_at ?? null,
    agreed_at: consent?.agreed_at ?? null,
    state: faulty ? 'rejected' : 'pending',
    code: faulty ? 'ROW_FAULT' : null,
    faults: faulty ? JSON.stringify(wrong) : null,
    warnings: warnings.length > 0 ? JSON.stringify(warnings.map(storedFault)) : null,
    attempts: 0,
    request_count: 0,
    next_time: 0,
    end_time: faulty ? now : null,
  }
}

/** A fault without its sample of the value, which is shown at upload and not stored. */
function storedFault({ value_hint: _, ...fault }: RowFault): StoredFault {
  return fault
}
