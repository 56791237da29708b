import { type FaultDetail, type FaultKind, Refusal } from '@card-member/sdk/contract'

const kind = (code: string, zh: string, en: string): FaultKind => ({ status: 400, code, message: { 'zh-CN': zh, en }, result: 1 })

/** Why a file as a whole cannot be read: code and words in one table. */
export const batchFileFaults = {
  empty_file: kind('EMPTY_FILE', '文件是空的，请重新导出后上传', 'The file is empty; export it again'),
  no_rows: kind('NO_ROWS', '文件只有表头，没有数据行', 'The file has a header and no row below it'),
  header_missing_column: kind(
    'HEADER_MISSING_COLUMN',
    '表头缺少必需的列；请对照示例文件补上该列，表头须在第一行',
    'The header lacks a column that is needed; add it as the sample file shows, the header being the first row',
  ),
  header_column_twice: kind(
    'HEADER_COLUMN_TWICE',
    '同一列在表头出现了两次，请删去一列',
    'The header names the same column twice; remove one of them',
  ),
  encoding_unreadable: kind(
    'ENCODING_UNREADABLE',
    '文件编码无法识别或内容已损坏；请另存为“CSV UTF-8”后上传',
    'The text of the file is neither UTF-8 nor GBK throughout; save it as "CSV UTF-8"',
  ),
  not_a_table: kind(
    'NOT_A_TABLE',
    '该文件不是CSV或XLSX表格（旧版.xls、加密的工作簿、PDF、网页等均不支持）；请用Excel另存为XLSX或“CSV UTF-8”',
    'The file is no CSV or XLSX table (an old .xls, an encrypted workbook, a PDF or a web page is none); save it as XLSX or "CSV UTF-8"',
  ),
  workbook_damaged: kind(
    'WORKBOOK_DAMAGED',
    'XLSX文件已损坏，无法读取；请用Excel打开并另存后上传',
    'The XLSX file is damaged; open it in Excel and save it again',
  ),
  quote_damaged: kind(
    'QUOTE_DAMAGED',
    'CSV在该行附近的引号不成对，无法可靠地分列；请修正引号（单元格内的引号须写两次）',
    'A quotation mark near this line has no partner, so that cells cannot be told apart; double the marks inside cells',
  ),
  file_too_large: kind(
    'FILE_TOO_LARGE',
    '文件内容超出可读取的大小，请拆分为多个文件',
    'The file holds more than can be read; split it into several',
  ),
} as const satisfies Record<string, FaultKind>

/** Name of a row of the table. */
export type BatchFileFaultName = keyof typeof batchFileFaults

/** A file that cannot be read as a batch. `detail.field` names the column, `detail.line` the line. It holds no value of a row. */
export class BatchFileError extends Refusal {
  override readonly name = 'BatchFileError'
  readonly fault: BatchFileFaultName

  constructor(fault: BatchFileFaultName, detail?: FaultDetail) {
    super(batchFileFaults[fault], detail)
    this.fault = fault
  }
}
