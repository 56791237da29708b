import { type LocalizedText, Type, text } from '@card-member/sdk/contract'
import { AuditLogName, EventIndex } from './audit.ts'
import { batchEvents } from './batch-events.ts'
import { BatchView } from './batch-view.ts'
import { consentReceipt } from './consent.ts'
import { BrandId, ConnectionName, Id, Sha256, Why } from './field.ts'
import { memberHtml } from './member.ts'
import { deskOperation } from './operation.ts'

/** The largest evidence file, in bytes. */
export const evidenceLimit = 10 * 1024 * 1024
const batchFileLimit = 512 * 1024 * 1024

const uploadBatch = deskOperation({
  id: 'uploadBatch',
  method: 'POST',
  path: '/api/brands/{brand_id}/batches',
  query: ['connection', 'file_name', 'notice_version', 'force_reason', 'sheet', 'hidden', 'encoding'],
  bodyless: true,
  upload: { limit: batchFileLimit },
  accepted: true,
  summary: text({
    zh: '上传批次文件（请求体为文件），随后在后台读取',
    en: 'Upload a batch file, which is the body; its rows are read in the background',
  }),
  permission: 'prepare_batch',
  input: Type.Object({
    brand_id: BrandId,
    connection: Type.Optional(ConnectionName),
    file_name: Type.Optional(Type.String({ 'x-any-character': true, description: 'Name of the file, for staff. Default `file`.' })),
    notice_version: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 999_999_999, description: 'Version of the notice. Default: the newest.' }),
    ),
    force_reason: Type.Optional(Why),
    sheet: Type.Optional(
      Type.String({ 'x-any-character': true, description: 'Name of the sheet. Needed when several sheets have a list.' }),
    ),
    hidden: Type.Optional(
      Type.Enum(['take', 'refuse'], { description: 'Whether hidden rows, columns and sheets are read. Default refuse.' }),
    ),
    encoding: Type.Optional(Type.String({ maxLength: 64, description: 'Encoding of a CSV file. Default: recognised from its bytes.' })),
  }),
  reply: BatchView,
})

const sample = deskOperation({
  id: 'sample',
  method: 'GET',
  path: '/api/sample.csv',
  query: ['lang'],
  download: true,
  summary: text({ zh: '批次文件样例', en: 'A sample of a batch file' }),
  permission: 'signed_in',
  input: Type.Object({ lang: Type.Optional(Type.Enum(['zh-CN', 'en'], { description: 'Default zh-CN.' })) }),
  reply: Type.Unknown(),
})

const report = <const Id extends string, const Name extends string>(id: Id, name: Name, summary: LocalizedText) =>
  deskOperation({
    id,
    method: 'GET',
    path: `/api/batches/{batch_id}/${name}`,
    query: ['lang'],
    download: true,
    summary,
    permission: 'export',
    input: Type.Object({ batch_id: BatchId, lang: Type.Optional(Type.Enum(['zh-CN', 'en'], { description: 'Default zh-CN.' })) }),
    reply: Type.Unknown(),
  })
const BatchId = Id

const faultsCsv = deskOperation({
  id: 'faultsCsv',
  method: 'GET',
  path: '/api/batches/{batch_id}/faults.csv',
  query: ['lang'],
  download: true,
  summary: text({ zh: '有问题的单元格（CSV）：行、列、内容、问题', en: 'The cells with faults, CSV: line, column, text, fault' }),
  permission: 'prepare_batch',
  input: Type.Object({ batch_id: BatchId, lang: Type.Optional(Type.Enum(['zh-CN', 'en'], { description: 'Default zh-CN.' })) }),
  reply: Type.Unknown(),
})

const uploadEvidence = deskOperation({
  id: 'uploadEvidence',
  method: 'POST',
  path: '/api/brands/{brand_id}/evidence',
  query: [],
  bodyless: true,
  upload: { limit: evidenceLimit },
  summary: text({ zh: '上传同意凭据（PDF、JPEG、PNG，最大 10 MB）', en: 'Upload evidence of a consent: PDF, JPEG or PNG, at most 10 MB' }),
  permission: 'record_consent',
  input: Type.Object({ brand_id: BrandId }),
  reply: Type.Object({ sha256: Sha256, media_type: Type.String(), size: Type.Integer() }),
})

const getEvidence = deskOperation({
  id: 'getEvidence',
  method: 'GET',
  path: '/api/brands/{brand_id}/evidence/{sha256}',
  query: [],
  download: true,
  summary: text({ zh: '查看同意凭据', en: 'Get an evidence file' }),
  permission: 'reveal',
  input: Type.Object({ brand_id: BrandId, sha256: Sha256 }),
  reply: Type.Unknown(),
})

const auditJsonl = deskOperation({
  id: 'auditJsonl',
  method: 'GET',
  path: '/api/brands/{brand_id}/audit.jsonl',
  query: [],
  download: true,
  summary: text({ zh: '导出审计日志（JSONL）', en: 'Export the audit log as JSON lines' }),
  permission: 'audit',
  input: Type.Object({ brand_id: AuditLogName }),
  reply: Type.Unknown(),
})

const auditProof = deskOperation({
  id: 'auditProof',
  method: 'GET',
  path: '/api/brands/{brand_id}/audit/events/{index}/proof',
  query: [],
  download: true,
  summary: text({ zh: '事件的证明文件（.tlog-proof）', en: 'The proof of an event, a .tlog-proof' }),
  permission: 'audit',
  input: Type.Object({ brand_id: AuditLogName, index: EventIndex }),
  reply: Type.Unknown(),
})

/** Every operation whose body or answer is a file, or whose answer is a stream. */
export const files = {
  uploadBatch,
  sample,
  reportCsv: report('reportCsv', 'report.csv', text({ zh: '结果文件（CSV）', en: 'The report: the uploaded file with results, CSV' })),
  reportXlsx: report('reportXlsx', 'report.xlsx', text({ zh: '结果文件（XLSX）', en: 'The report: the uploaded file with results, XLSX' })),
  failedCsv: report('failedCsv', 'failed.csv', text({ zh: '只有失败的行，可再次上传', en: 'The failed rows only, for another upload' })),
  evidenceZip: report('evidenceZip', 'evidence.zip', text({ zh: '证据包', en: 'The evidence pack' })),
  evidenceHtml: report('evidenceHtml', 'evidence.html', text({ zh: '可打印的凭证页', en: 'The evidence as a page to print' })),
  faultsCsv,
  batchEvents,
  uploadEvidence,
  getEvidence,
  consentReceipt,
  memberHtml,
  auditJsonl,
  auditProof,
} as const
/** Every operation of the desk whose body or answer is a file. */
export type DeskFiles = typeof files
