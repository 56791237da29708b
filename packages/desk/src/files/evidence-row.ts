import type { Language, ReportRow } from './report-row.ts'

/** What is recorded of the consent that a row went out with, or would have. */
export interface ConsentFacts {
  readonly consent_id: string
  readonly channel: string
  readonly told_at: string
  readonly told_by: string
  readonly agreed_at: string
  readonly expressed: string
  readonly agreed_by: string
  readonly proof: string
  readonly reference: string
  readonly notice_version: number
  readonly language: string
  readonly text_sha256: string
  readonly recorded_by: string
  readonly recorded_at: string
  /** When it was taken back; empty when it was not. */
  readonly withdrawn_at: string
  /** Names of the files that show it, in the pack, with blanks between them; empty when there is none. */
  readonly evidence: string
}

/** A row of a batch with its consent, whether the file brought it or it was recorded before. */
export interface EvidenceRow extends ReportRow {
  readonly consent?: ConsentFacts | undefined
}

const consentHeads = {
  consent_id: '同意编号',
  channel: '同意渠道',
  told_at: '告知时间',
  told_by: '告知人',
  agreed_at: '同意时间',
  expressed: '同意方式',
  agreed_by: '同意人',
  proof: '证明方式',
  reference: '同意凭据',
  notice_version: '告知文本版本',
  language: '告知语言',
  text_sha256: '告知文本SHA-256',
  recorded_by: '登记人',
  recorded_at: '登记时间',
  withdrawn_at: '撤回时间',
  evidence: '凭据文件',
} as const satisfies Readonly<Record<keyof ConsentFacts, string>>

const consentColumns: readonly (keyof ConsentFacts)[] = [
  'consent_id',
  'channel',
  'told_at',
  'told_by',
  'agreed_at',
  'expressed',
  'agreed_by',
  'proof',
  'reference',
  'notice_version',
  'language',
  'text_sha256',
  'recorded_by',
  'recorded_at',
  'withdrawn_at',
  'evidence',
]

/** The head of a table of consents. */
export function consentHead(language: Language): string[] {
  const line = language === 'en' ? 'line' : '行'
  return [line, ...consentColumns.map((column) => (language === 'en' ? column : consentHeads[column]))]
}

/** The texts of a row in such a table; one without a consent has its line alone. */
export function consentTexts({ line, consent }: EvidenceRow): string[] {
  return [String(line), ...consentColumns.map((column) => (consent === undefined ? '' : String(consent[column])))]
}

/** The name of an evidence file in the pack. */
export function evidenceName(sha256: string, name: string): string {
  return `evidence/${sha256.slice(0, 16)}-${safeName(name)}`
}

/** A name that every system can unpack, and that leaves the folder on none. */
function safeName(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}._-]+/gu, '_')
      .replace(/^[._]+/, '')
      .slice(-80) || 'file'
  )
}
