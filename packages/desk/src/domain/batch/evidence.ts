import { formatTime } from '@card-member/sdk/contract'
import { shownName } from '../../contract/shown-name.ts'
import { stopText } from '../../contract/stop-text.ts'
import type { EvidenceFile } from '../../files/evidence-pack.ts'
import type { EvidenceFacts } from '../../files/evidence-page.ts'
import { type ConsentFacts, type EvidenceRow, evidenceName } from '../../files/evidence-row.ts'
import { noteWords } from '../../files/file-note.ts'
import type { ReportRow } from '../../files/report-row.ts'
import { approvalsOf } from '../../store/batch-approvals.ts'
import { rowCountsOf } from '../../store/batch-counts.ts'
import { consentsShown, evidenceOfBatch, noticeVersionsOf, type ShownConsent } from '../../store/batch-evidence.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import { stepsOf } from '../../store/batch-steps.ts'
import type { Batch } from '../../store/batches.ts'
import { allStaff } from '../../store/staff.ts'
import { consentAssociatedData } from '../consent-row.ts'
import { type Context, longReading, reading, secondsOf } from '../context.ts'
import { readEvidence } from '../evidence.ts'
import { openMember } from '../member.ts'
import { noticeOf } from '../notices.ts'
import { fileLine, readingOf } from './file-reading.ts'

/** The names of staff by id; an unknown id stays an id. */
export async function namesOf(context: Context): Promise<(staff_id: string) => string> {
  const names = new Map((await allStaff(reading(context))).map((member) => [member.id, shownName(member)]))
  return (staff_id) => names.get(staff_id) ?? staff_id
}

/** The facts about a batch for its evidence pack. */
export async function factsOf(context: Context, batch: Batch): Promise<EvidenceFacts> {
  // The notices that a million consents name take seconds to find: short reads do not wait for it.
  const store = longReading(context)
  const { brand_id, batch_id } = batch
  const nameOf = await namesOf(context)
  const file = readingOf(context, batch)
  const steps = await stepsOf(store, batch)
  const approvals = await approvalsOf(store, batch)
  const versions = await noticeVersionsOf(store, batch)
  return {
    brand_id,
    batch_id,
    file_name: fileLine(batch.file_name, file),
    file_notes: file.notes.map(noteWords),
    file_sha256: batch.file_sha256,
    plan_sha256: batch.plan_sha256,
    prepared_by: nameOf(batch.author),
    prepared_at: batch.create_time,
    approved: approvals.map(({ staff_id, approve_time }) => ({ by: nameOf(staff_id), at: approve_time })),
    steps: steps.map(({ action, staff_id, time, ...stop }) => ({ action, by: nameOf(staff_id), at: time, reason: stopText(stop) })),
    ended_at: batch.end_time,
    notices: await Promise.all(versions.map((version) => noticeOf(context, brand_id, version))),
    counts: (await rowCountsOf(store, batch)).byState(),
    written_at: secondsOf(context.clock),
  }
}

/** Adds to rows their consents. */
export async function withConsents(
  context: Context,
  brand_id: string,
  rows: readonly BatchRow[],
  nameOf: (staff_id: string) => string,
  shown: (row: BatchRow) => ReportRow,
): Promise<EvidenceRow[]> {
  const ids = rows.flatMap(({ consent_id }) => consent_id ?? [])
  const consents = await consentsShown(longReading(context), brand_id, ids)
  return rows.map((row) => {
    const consent = consents.get(row.consent_id ?? '')
    return { ...shown(row), consent: consent && consentFacts(context, consent, nameOf) }
  })
}

function consentFacts({ vault }: Context, consent: ShownConsent, nameOf: (staff_id: string) => string): ConsentFacts {
  const { brand_id, consent_id, evidence, withdraw_time } = consent
  const { reference = '' } = openMember(vault, consent.member, consentAssociatedData(brand_id, consent_id)) ?? {}
  return {
    consent_id,
    channel: consent.channel,
    told_by: consent.told_by ?? nameOf(consent.recorded_by),
    told_at: formatTime(consent.told_at),
    agreed_at: formatTime(consent.agreed_at),
    expressed: consent.expressed,
    agreed_by: consent.agreed_by,
    proof: consent.proof,
    reference,
    notice_version: consent.notice_version,
    language: consent.language,
    text_sha256: consent.text_sha256,
    recorded_by: nameOf(consent.recorded_by),
    recorded_at: formatTime(consent.record_time),
    withdrawn_at: withdraw_time === null ? '' : formatTime(withdraw_time),
    evidence: evidence.map(({ sha256, media_type }) => evidenceName(sha256, nameFor(media_type))).join(' '),
  }
}

/** The evidence files of a batch, each with the consents it shows. */
export async function* evidenceFiles(context: Context, batch: Batch): AsyncGenerator<EvidenceFile> {
  const byFile = Map.groupBy(await evidenceOfBatch(longReading(context), batch), ({ evidence_sha256 }) => evidence_sha256)
  for (const [sha256, lines] of byFile) {
    const { content, media_type } = await readEvidence(context, batch.brand_id, sha256)
    const consents = [...Map.groupBy(lines, ({ consent_id }) => consent_id)].map(([consent_id, mine]) => ({
      consent_id,
      lines: mine.map(({ line }) => line),
    }))
    yield { name: nameFor(media_type), sha256, consents, open: () => Buffer.from(content) }
  }
}

function nameFor(media_type: string): string {
  return `consent.${media_type.split('/')[1] ?? 'bin'}`
}
