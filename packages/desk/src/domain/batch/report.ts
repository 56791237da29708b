import { type Readable, Readable as Stream } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RowState } from '../../contract/batch.ts'
import { reportCsv, uploadCsv } from '../../files/csv-writer.ts'
import { evidencePack } from '../../files/evidence-pack.ts'
import { evidencePage } from '../../files/evidence-page.ts'
import type { EvidenceRow } from '../../files/evidence-row.ts'
import { noteWords } from '../../files/file-note.ts'
import type { Language, ReportRow } from '../../files/report-row.ts'
import { reportXlsx } from '../../files/xlsx-writer.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { type BatchRow, pageOfRows } from '../../store/batch-rows.ts'
import type { Batch } from '../../store/batches.ts'
import { type Context, longReading } from '../context.ts'
import { openCells } from './cells.ts'
import { evidenceFiles, factsOf, namesOf, withConsents } from './evidence.ts'
import { fileLine, readingOf } from './file-reading.ts'
import type { ReportKind } from './report-kind.ts'
import { describeFaults, rowMessage } from './row-message.ts'

/** Rows that are read together. */
const page = 200
/** Rows that are opened and written in one turn of the event loop; others wait for it. */
const turn = 25
const failed: readonly RowState[] = ['rejected', 'not_found', 'mismatched', 'missing_consent', 'unknown']

/** Streams one report of a batch; the audit log records the export. */
export async function reportOf(
  context: Context,
  actor: Actor,
  batch: Batch,
  kind: ReportKind,
  language: Language = 'zh-CN',
): Promise<Readable> {
  const { brand_id, batch_id } = batch
  demand(actor, 'export', brand_id)
  await context.auditLog.note([{ brand_id, actor: actor.staff_id, action: 'batch.export', facts: { batch_id, file: kind } }])
  const rows = (states?: readonly RowState[]) => reportRows(context, batch, language, states)
  const shape = readingOf(context, batch)
  const shown = (both = false) => evidenceRows(context, batch, both ? 'both' : language)
  switch (kind) {
    case 'report.csv':
      return reportCsv(rows(), shape, language)
    case 'report.xlsx':
      return reportXlsx(rows(), shape, language)
    case 'failed.csv':
      return uploadCsv(rows(failed), shape)
    case 'evidence.html':
      return Stream.from(evidencePage(await factsOf(context, batch), shown(true)))
    case 'evidence.zip':
      return evidencePack({
        facts: await factsOf(context, batch),
        language,
        shape,
        rows: () => shown(),
        pageRows: () => shown(true),
        files: evidenceFiles(context, batch),
      })
  }
}

async function* reportRows(
  context: Context,
  batch: Batch,
  language: Language,
  states: readonly RowState[] | undefined,
): AsyncGenerator<readonly ReportRow[]> {
  const file = fileShown(context, batch, language)
  for await (const rows of pages(context, batch, states)) yield rows.map((row) => reportRow(context, row, language, file.next()))
}

async function* evidenceRows(context: Context, batch: Batch, language: Language | 'both'): AsyncGenerator<readonly EvidenceRow[]> {
  const file = fileShown(context, batch, language)
  const nameOf = await namesOf(context)
  for await (const rows of pages(context, batch))
    yield withConsents(context, batch.brand_id, rows, nameOf, (row) => reportRow(context, row, language, file.next()))
}

async function* pages(context: Context, batch: Batch, states?: readonly RowState[]): AsyncGenerator<readonly BatchRow[]> {
  for (let after = 0; ; ) {
    const rows = await pageOfRows(longReading(context), batch, { after, limit: page, states })
    for (let from = 0; from < rows.length; from += turn) {
      yield rows.slice(from, from + turn)
      await nextTurn()
    }
    after = rows.at(-1)?.line ?? after
    if (rows.length < page) return
  }
}

type FileShown = Pick<ReportRow, 'file' | 'file_notes'>

/** What a report says about the file: its name on every row, its notes on the first one. */
function fileShown(context: Context, batch: Batch, language: Language | 'both'): { next(): FileShown } {
  const reading = readingOf(context, batch)
  const file = fileLine(batch.file_name, reading)
  let file_notes = reading.notes.map((note) => noteWords(note)[language === 'en' ? 'en' : 'zh-CN']).join(language === 'en' ? '; ' : '；')
  return {
    next() {
      const shown = { file, file_notes }
      file_notes = ''
      return shown
    },
  }
}

function reportRow(context: Context, row: BatchRow, language: Language | 'both', file: FileShown): ReportRow {
  const { line, state, code, warnings, invalid_time, request_id, invalidation_id } = row
  return {
    line,
    ...openCells(context, row),
    outcome_code: state,
    code: code ?? '',
    message: language === 'both' ? bothOf(row) : rowMessage(row, language),
    warning: describeFaults(warnings, language === 'en' ? 'en' : 'zh-CN'),
    invalid_time: invalid_time ?? '',
    request_id: request_id ?? '',
    invalidation_id: invalidation_id ?? '',
    ...file,
  }
}

function bothOf(row: BatchRow): string {
  return [rowMessage(row, 'zh-CN'), rowMessage(row, 'en')].filter((text, at, all) => text !== '' && all.indexOf(text) === at).join(' ')
}
