import { Readable } from 'node:stream'
import type { Download, Handlers } from '@card-member/service'
import type { DeskFiles } from '../contract/files.ts'
import { DeskRefusal } from '../contract/refusal.ts'
import { describeBatch } from '../domain/batch/describe.ts'
import { batchOf } from '../domain/batch/lifecycle.ts'
import { prepareBatch } from '../domain/batch/prepare.ts'
import { type ReportKind, reportOf } from '../domain/batch/report.ts'
import { keepEvidence, openEvidence } from '../domain/evidence.ts'
import { BatchFileError } from '../files/batch-file-error.ts'
import { writeBytes } from '../files/file-bytes.ts'
import { sampleCsv } from '../files/sample.ts'
import { TemporaryFile } from '../files/temporary-file.ts'
import { demand } from '../staff/actor.ts'
import { auditLogOf } from './audit-handlers.ts'
import type { DeskCaller } from './edge.ts'
import { actorOf, type Services } from './services.ts'

const longestName = 255
const csv = 'text/csv; charset=utf-8'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Files that go up and down as they are. */
export function fileHandlers({ context }: Services): Handlers<DeskFiles, DeskCaller> {
  const report =
    (kind: ReportKind, media_type: string): Handlers<DeskFiles, DeskCaller>['reportCsv'] =>
    async ({ batch_id, lang = 'zh-CN' }, request) => {
      const actor = actorOf(request)
      const batch = await batchOf(context, actor, batch_id)
      return { file_name: `${batch_id}-${kind}`, media_type, content: await reportOf(context, actor, batch, kind, lang) }
    }
  return {
    uploadBatch: async ({ file_name = '', ...input }, request) => {
      const actor = actorOf(request)
      demand(actor, 'prepare_batch', input.brand_id)
      using upload = new TemporaryFile()
      await writeBytes(
        upload.fd,
        request.upload(() => new BatchFileError('file_too_large')),
      )
      const { batch } = await prepareBatch(context, actor, { ...input, file_name: shownName(file_name), fd: upload.fd })
      return describeBatch(context, batch)
    },
    sample: async ({ lang = 'zh-CN' }): Promise<Download> => ({ file_name: 'sample.csv', media_type: csv, content: sampleCsv(lang) }),
    reportCsv: report('report.csv', csv),
    reportXlsx: report('report.xlsx', xlsx),
    failedCsv: report('failed.csv', csv),
    evidenceZip: report('evidence.zip', 'application/zip'),
    uploadEvidence: async ({ brand_id }, request) => {
      const actor = actorOf(request)
      demand(actor, 'record_consent', brand_id)
      const chunks: Uint8Array[] = []
      for await (const chunk of request.upload(() => new DeskRefusal('evidence_large'))) chunks.push(chunk)
      return keepEvidence(context, actor, brand_id, Buffer.concat(chunks))
    },
    getEvidence: async ({ brand_id, sha256 }, request) => {
      const { content, media_type } = await openEvidence(context, actorOf(request), brand_id, sha256)
      return { file_name: sha256, media_type, content }
    },
    auditJsonl: async ({ brand_id }, request) => {
      const actor = actorOf(request)
      const { chain, grant } = auditLogOf(brand_id)
      demand(actor, 'audit', grant)
      await context.auditLog.note([{ brand_id: chain, actor: actor.staff_id, action: 'audit.export', facts: {} }])
      const content = Readable.from(context.auditLog.export({ brand_id: chain }))
      return { file_name: 'audit.jsonl', media_type: 'application/x-ndjson', content }
    },
  }
}

// A name is shown in lists and reports, so it holds nothing that moves a cursor.
function shownName(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '').slice(-longestName) || 'file'
}
