import type { Download, Handlers } from '@card-member/service'
import { DeskError } from '../contract/desk-error.ts'
import type { DeskFiles } from '../contract/files.ts'
import type { Desk } from '../desk.ts'
import type { ReportKind } from '../facade/batches.ts'
import { BatchFileError } from '../files/batch-file-error.ts'
import { actorOf } from './actor.ts'
import type { DeskCaller } from './edge.ts'

const longestName = 255
const html = 'text/html; charset=utf-8'
const csv = 'text/csv; charset=utf-8'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Files that go up and down as they are. */
export function fileHandlers({ batches, consents, members, evidence, audit, sessions }: Desk): Handlers<DeskFiles, DeskCaller> {
  const report =
    (kind: ReportKind, media_type: string): Handlers<DeskFiles, DeskCaller>['reportCsv'] =>
    async ({ batch_id, lang = 'zh-CN' }, request) => {
      const content = await batches.report(actorOf(request), batch_id, kind, lang)
      return { file_name: `${batch_id}-${kind}`, media_type, content }
    }
  return {
    uploadBatch: ({ file_name = '', ...input }, request) => {
      const content = request.upload(() => new BatchFileError('file_too_large'))
      return batches.upload(actorOf(request), { ...input, file_name: shownName(file_name), content })
    },
    sample: async ({ lang = 'zh-CN' }): Promise<Download> => ({ file_name: 'sample.csv', media_type: csv, content: batches.sample(lang) }),
    reportCsv: report('report.csv', csv),
    reportXlsx: report('report.xlsx', xlsx),
    failedCsv: report('failed.csv', csv),
    evidenceZip: report('evidence.zip', 'application/zip'),
    evidenceHtml: report('evidence.html', html),
    faultsCsv: async ({ batch_id, lang = 'zh-CN' }, request) => {
      const content = await batches.faults(actorOf(request), batch_id, lang)
      return { file_name: `${batch_id}-faults.csv`, media_type: csv, content }
    },
    batchEvents: ({ batch_id }, request) => {
      const { signal, caller } = request
      return batches.watch(actorOf(request), batch_id, { signal, renew: () => sessions.actorOf(caller.token, { passive: true }) })
    },
    uploadEvidence: ({ brand_id }, request) => {
      const content = request.upload(() => new DeskError('evidence_large'))
      return evidence.keep(actorOf(request), { brand_id, content })
    },
    getEvidence: async (key, request) => {
      const { content, media_type } = await evidence.get(actorOf(request), key)
      return { file_name: key.sha256, media_type, content }
    },
    consentReceipt: async (key, request) => {
      const content = await consents.receipt(actorOf(request), key)
      return { file_name: `${key.consent_id}.html`, media_type: html, content }
    },
    memberHtml: async (member, request) => {
      const content = await members.page(actorOf(request), member)
      return { file_name: 'member.html', media_type: html, content }
    },
    auditJsonl: async (scope, request) => {
      const content = await audit.export(actorOf(request), scope)
      return { file_name: 'audit.jsonl', media_type: 'application/x-ndjson', content }
    },
    auditProof: async ({ brand_id, index }, request) => {
      const tree = brand_id === '-' ? 'desk' : brand_id
      const content = await audit.prove(actorOf(request), { event_id: `${tree}/${index}` })
      return { file_name: `${tree}-${index}.tlog-proof`, media_type: 'text/plain; charset=utf-8', content }
    },
  }
}

// A name is shown in lists and reports, so it holds nothing that moves a cursor.
function shownName(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '').slice(-longestName) || 'file'
}
