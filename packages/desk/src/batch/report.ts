import type { Readable } from 'node:stream'
import { Readable as Stream } from 'node:stream'
import type { RowState } from '../contract/batch.ts'
import { reportCsv, uploadCsv } from '../file/csv-writer.ts'
import { type EvidenceFile, evidencePack } from '../file/evidence-pack.ts'
import { type EvidenceFacts, evidencePage } from '../file/evidence-page.ts'
import type { FileLanguage, ReportRow } from '../file/report-row.ts'
import { reportXlsx } from '../file/xlsx-writer.ts'
import { type Actor, demand } from '../people/actor.ts'
import { evidenceOfBatch } from '../store/batch-evidence.ts'
import { type BatchRow, countRows, pageOfRows } from '../store/batch-rows.ts'
import type { BatchRecord } from '../store/batches.ts'
import { findPerson } from '../store/people.ts'
import { readEvidence } from '../subject/evidence.ts'
import { type Means, reading, secondsOf } from '../subject/means.ts'
import { cellsOf } from './cells.ts'
import { faultWords, readFaults } from './fault-words.ts'

/** The files that tell what became of a batch. */
export const reportKinds = ['report.csv', 'report.xlsx', 'failed.csv', 'evidence.html', 'evidence.zip'] as const
/** One of the files that tell what became of a batch. */
export type ReportKind = (typeof reportKinds)[number]

const page = 1000
const failed: readonly RowState[] = ['rejected', 'not_found', 'mismatched', 'missing_consent', 'unknown']

/** One file that tells what became of a batch, streamed; that it was taken out stands in the record. */
export async function reportOf(
  means: Means,
  actor: Actor,
  batch: BatchRecord,
  kind: ReportKind,
  language: FileLanguage = 'zh-CN',
): Promise<Readable> {
  const { brand_id, batch_id } = batch
  demand(actor, 'export', brand_id)
  await means.recorder.note([{ brand_id, actor: actor.person_id, action: 'batch.export', facts: { batch_id, file: kind } }])
  const rows = (states?: readonly RowState[]) => reportRows(means, batch, language, states)
  switch (kind) {
    case 'report.csv':
      return reportCsv(rows(), language)
    case 'report.xlsx':
      return reportXlsx(rows(), language)
    case 'failed.csv':
      return uploadCsv(rows(failed), language)
    case 'evidence.html':
      return Stream.from(evidencePage(await factsOf(means, batch), rows()))
    case 'evidence.zip':
      return evidencePack({ facts: await factsOf(means, batch), language, rows, files: evidenceFiles(means, batch) })
  }
}

async function* reportRows(
  means: Means,
  batch: BatchRecord,
  language: FileLanguage,
  states: readonly RowState[] | undefined,
): AsyncGenerator<readonly ReportRow[]> {
  for (let after = 0; ; ) {
    const rows = await pageOfRows(reading(means), batch, { after, limit: page, states })
    yield rows.map((row) => reportRow(means, row, language))
    after = rows.at(-1)?.line ?? after
    if (rows.length < page) return
  }
}

function reportRow(means: Means, row: BatchRow, language: FileLanguage): ReportRow {
  const { line, state, code, message, faults, invalid_time, request_id, record_id } = row
  return {
    line,
    cells: cellsOf(means, row),
    outcome: state,
    code: code ?? '',
    message: faults === null ? (message ?? '') : describeFaults(faults, language),
    invalid_time: invalid_time ?? '',
    request_id: request_id ?? '',
    record_id: record_id ?? '',
  }
}

function describeFaults(text: string, language: FileLanguage): string {
  return readFaults(text)
    .map((fault) => `${fault.column}: ${faultWords(fault)[language]}`)
    .join('; ')
}

async function factsOf(means: Means, batch: BatchRecord): Promise<EvidenceFacts> {
  const store = reading(means)
  const nameOf = async (person_id: string | null) => (person_id === null ? null : ((await findPerson(store, person_id))?.name ?? person_id))
  return {
    brand_id: batch.brand_id,
    batch_id: batch.batch_id,
    file_name: batch.file_name,
    file_sha256: batch.file_sha256,
    plan_sha256: batch.plan_sha256,
    prepared_by: (await nameOf(batch.author)) ?? '',
    prepared_at: batch.create_time,
    approved_by: await nameOf(batch.approved_by),
    approved_at: batch.approve_time,
    run_by: await nameOf(batch.run_by),
    run_at: batch.run_time,
    ended_at: batch.end_time,
    counts: await countRows(store, batch),
    written_at: secondsOf(means.clock),
  }
}

async function* evidenceFiles(means: Means, batch: BatchRecord): AsyncGenerator<EvidenceFile> {
  for (const sha256 of await evidenceOfBatch(reading(means), batch)) {
    const { content, media_type } = await readEvidence(means, batch.brand_id, sha256)
    yield { name: `consent.${media_type.split('/')[1] ?? 'bin'}`, sha256, open: () => Buffer.from(content) }
  }
}
