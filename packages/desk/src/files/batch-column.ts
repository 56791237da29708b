/** The columns of a batch file, by the names that they have everywhere. */
export const batchColumns = [
  'card_id',
  'user_card_code',
  'openid',
  'invalid_reason',
  'consent_channel',
  'told_at',
  'agreed_at',
  'consent_reference',
  'consent_told_by',
  'consent_expressed',
  'consent_agreed_by',
  'consent_language',
] as const

/** One column of a batch file. */
export type BatchColumn = (typeof batchColumns)[number]

/** The texts of one row. A column that the file does not have is empty. */
export type Cells = Readonly<Record<BatchColumn, string>>

/** Columns that a file must have; the consent may be recorded elsewhere. */
export const requiredColumns: readonly BatchColumn[] = ['card_id', 'user_card_code', 'openid', 'invalid_reason']

/** How the columns are called in files. The first name is the one that we write. */
export const columnNames = {
  card_id: ['会员卡模板ID', '会员卡模版ID', '模板ID', '模版ID', '卡模板ID', '会员卡ID', '卡ID'],
  user_card_code: ['会员卡号', '会员卡code', '用户会员卡code', '会员码', '卡号', 'card_code'],
  openid: ['用户OpenID', '会员OpenID', '用户标识', 'user_openid'],
  invalid_reason: ['失效原因', '作废原因', '退会原因', '原因', 'reason'],
  consent_channel: ['同意渠道', '告知渠道', '通知渠道', '渠道', 'channel'],
  told_at: ['告知时间', '通知时间', '告知日期', 'told'],
  agreed_at: ['同意时间', '用户同意时间', '同意日期', 'agreed'],
  consent_reference: ['同意凭据', '同意凭证', '凭据编号', '凭证编号', '同意编号', 'reference'],
  consent_told_by: ['告知人', '告知系统', '通知人', 'told_by'],
  consent_expressed: ['同意方式', '表示方式', 'expressed'],
  consent_agreed_by: ['同意人', 'agreed_by'],
  consent_language: ['告知语言', '语言', 'language'],
} as const satisfies Readonly<Record<BatchColumn, readonly [string, ...string[]]>>

/** The name of a column at the head of a file that people of a language read. */
export function headOf(column: BatchColumn, language: 'zh-CN' | 'en'): string {
  return language === 'en' ? column : columnNames[column][0]
}
