import type { Readable } from 'node:stream'
import { type CellFault, faultsCsv } from '../../files/csv-writer.ts'
import type { Language } from '../../files/report-row.ts'
import type { Actor } from '../../staff/actor.ts'
import { type BatchRow, pageOfRows } from '../../store/batch-rows.ts'
import type { Batch } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'
import { faultWords, readFaults } from './fault-words.ts'
import { cellText } from './rows.ts'

const page = 500

/** The cells of a batch that have faults or are suspected, as CSV; the audit log records the export. */
export async function faultsOf(context: Context, actor: Actor, batch: Batch, language: Language): Promise<Readable> {
  const { brand_id, batch_id } = batch
  await context.auditLog.note([{ brand_id, actor: actor.staff_id, action: 'batch.export', facts: { batch_id, file: 'faults.csv' } }])
  return faultsCsv(pages(context, batch, language), language)
}

async function* pages(context: Context, batch: Batch, language: Language): AsyncGenerator<readonly CellFault[]> {
  for (const which of ['faulty', 'warned'] as const)
    for (let after = 0; ; ) {
      const rows = await pageOfRows(reading(context), batch, { after, limit: page, [which]: true })
      yield rows.flatMap((row) => cellFaults(context, row, which, language))
      after = rows.at(-1)?.line ?? after
      if (rows.length < page) break
    }
}

function cellFaults(context: Context, row: BatchRow, which: 'faulty' | 'warned', language: Language): CellFault[] {
  return readFaults(which === 'faulty' ? row.faults : row.warnings).map((stored) => ({
    line: row.line,
    column: stored.column,
    text: cellText(context, row, stored),
    suspected: which === 'warned',
    message: faultWords(stored)[language],
  }))
}
