import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { Admission } from './operation.ts'

/** A file that goes up or down as it is, beside the JSON of the operations. */
export interface FileRoute {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly permission: Admission
  readonly summary: LocalizedText
}

/** Every file that goes up or down. */
export const files = {
  uploadBatch: {
    method: 'POST',
    path: '/api/brands/{brand_id}/batches',
    permission: 'prepare_batch',
    summary: text({
      zh: '上传批次文件（请求体为文件，查询参数 connection, file_name, notice_version, force_reason, sheet, hidden（take 或 refuse）, encoding）',
      en: 'Upload a batch: the body is the file; query connection, file_name, notice_version, force_reason, sheet, hidden (take or refuse), encoding',
    }),
  },
  sample: {
    method: 'GET',
    path: '/api/sample.csv',
    permission: 'signed_in',
    summary: text({ zh: '批次文件样例', en: 'A sample of a batch file' }),
  },
  reportCsv: {
    method: 'GET',
    path: '/api/batches/{batch_id}/report.csv',
    permission: 'export',
    summary: text({ zh: '结果文件（CSV）', en: 'The upload with its outcomes, CSV' }),
  },
  reportXlsx: {
    method: 'GET',
    path: '/api/batches/{batch_id}/report.xlsx',
    permission: 'export',
    summary: text({ zh: '结果文件（XLSX）', en: 'The upload with its outcomes, XLSX' }),
  },
  failedCsv: {
    method: 'GET',
    path: '/api/batches/{batch_id}/failed.csv',
    permission: 'export',
    summary: text({ zh: '仅失败行，可再次上传', en: 'The failed rows alone, ready to upload again' }),
  },
  evidenceZip: {
    method: 'GET',
    path: '/api/batches/{batch_id}/evidence.zip',
    permission: 'export',
    summary: text({ zh: '证据包', en: 'The evidence pack' }),
  },
  uploadEvidence: {
    method: 'POST',
    path: '/api/brands/{brand_id}/evidence',
    permission: 'record_consent',
    summary: text({ zh: '上传同意凭据（PDF、JPEG、PNG，至多10MB）', en: 'Upload evidence of a consent: PDF, JPEG or PNG, at most 10 MB' }),
  },
  getEvidence: {
    method: 'GET',
    path: '/api/brands/{brand_id}/evidence/{sha256}',
    permission: 'reveal',
    summary: text({ zh: '查看同意凭据', en: 'Get an evidence file' }),
  },
  auditJsonl: {
    method: 'GET',
    path: '/api/brands/{brand_id}/audit.jsonl',
    permission: 'audit',
    summary: text({ zh: '导出操作日志', en: 'Export the audit log, JSON lines' }),
  },
} as const satisfies Readonly<Record<string, FileRoute>>
