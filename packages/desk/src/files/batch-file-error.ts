import { type ErrorDefinition, type FaultDetail, Refusal, text } from '@card-member/sdk/contract'
import { fileLimits as most } from './limit.ts'

const kind = (code: string, zh: string, en: string): ErrorDefinition => ({ status: 400, code, message: text({ zh, en }), result: 1 })
const count = (number: number) => number.toLocaleString('en')

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
    '文件编码无法识别；请指明编码（命令用--encoding，接口用encoding），或另存为“CSV UTF-8”后上传',
    'The encoding of the file cannot be told; name it (--encoding, in the API encoding), or save the file as "CSV UTF-8"',
  ),
  encoding_unknown: kind(
    'ENCODING_UNKNOWN',
    '不支持该编码；可用：utf-8、gbk、big5、windows-1252、utf-16le、utf-16be',
    'This encoding is not known; there are: utf-8, gbk, big5, windows-1252, utf-16le, utf-16be',
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
  sheet_needed: kind(
    'SHEET_NEEDED',
    '工作簿中有多个工作表都像名单；请指明要用的工作表（命令用--sheet，接口用sheet）',
    'Several sheets of the workbook hold a list; name the one that is meant (--sheet, in the API sheet)',
  ),
  sheet_unknown: kind('SHEET_UNKNOWN', '工作簿中没有该名称的工作表', 'The workbook has no sheet of that name'),
  sheet_hidden: kind(
    'SHEET_HIDDEN',
    '该工作表在工作簿中是隐藏的；请取消隐藏后上传，或指明也读取隐藏内容（命令用--hidden take，接口用hidden=take）',
    'The sheet is hidden in the workbook; show it, or say that what is hidden is taken (--hidden take, in the API hidden=take)',
  ),
  column_hidden: kind(
    'COLUMN_HIDDEN',
    '该列在工作表中是隐藏的；请取消隐藏后上传，或指明也读取隐藏内容（命令用--hidden take，接口用hidden=take）',
    'The column is hidden in the sheet; show it, or say that what is hidden is taken (--hidden take, in the API hidden=take)',
  ),
  file_too_large: kind('FILE_TOO_LARGE', '文件超过512MB，请拆分为多个文件', 'The file is larger than 512 MB; split it into several'),
  document_type: kind(
    'DOCUMENT_TYPE',
    'XLSX文件中含有文档类型声明（DOCTYPE），Excel不会写入这种内容，不予读取',
    'The XLSX file declares a document type (DOCTYPE), which Excel never writes; it is not read',
  ),
  tags_too_deep: kind(
    'TAGS_TOO_DEEP',
    `XLSX文件的标签嵌套超过${most.tag_depth}层，不予读取`,
    `The tags of the XLSX file are nested more than ${most.tag_depth} deep; it is not read`,
  ),
  too_many_attributes: kind(
    'TOO_MANY_ATTRIBUTES',
    `XLSX文件中有标签的属性超过${most.attributes}个，不予读取`,
    `A tag of the XLSX file has more than ${most.attributes} attributes; it is not read`,
  ),
  cell_too_long: kind(
    'CELL_TOO_LONG',
    `有单元格超过${count(most.cell_text)}个字符（Excel的上限），不予读取`,
    `A cell holds more than ${count(most.cell_text)} characters, which is the most that Excel takes`,
  ),
  markup_too_long: kind(
    'MARKUP_TOO_LONG',
    `XLSX文件中有一段内容超过${count(most.markup_text)}个字符，不予读取`,
    `A text or tag of the XLSX file is longer than ${count(most.markup_text)} characters; it is not read`,
  ),
  too_many_texts: kind(
    'TOO_MANY_TEXTS',
    `XLSX文件的共享字符串超过${count(most.shared_texts)}个，请拆分为多个文件`,
    `The XLSX file has more than ${count(most.shared_texts)} shared texts; split it into several`,
  ),
  too_many_parts: kind(
    'TOO_MANY_PARTS',
    `XLSX文件包含超过${count(most.parts)}个部件，不予读取`,
    `The XLSX file has more than ${count(most.parts)} parts; it is not read`,
  ),
  unfolds_too_large: kind(
    'UNFOLDS_TOO_LARGE',
    `XLSX文件解压后超过${count(most.unfolded_mib)}MiB，请拆分为多个文件`,
    `The XLSX file unfolds to more than ${count(most.unfolded_mib)} MiB; split it into several`,
  ),
  part_too_large: kind(
    'PART_TOO_LARGE',
    `XLSX文件中样式等部件解压后超过${most.small_part_mib}MiB，不予读取`,
    `Styles, names or relations of the XLSX file unfold to more than ${most.small_part_mib} MiB; it is not read`,
  ),
  compressed_too_much: kind(
    'COMPRESSED_TOO_MUCH',
    `XLSX文件的压缩比超过${most.unfolded_ratio}倍，正常的工作簿不会如此，不予读取`,
    `A part of the XLSX file unfolds to more than ${most.unfolded_ratio} times its size, as no real workbook does; it is not read`,
  ),
  too_many_columns: kind(
    'TOO_MANY_COLUMNS',
    `该行超过${count(most.columns)}列，请删去多余的列`,
    `The row has more than ${count(most.columns)} columns; remove those that are not needed`,
  ),
  line_too_long: kind(
    'LINE_TOO_LONG',
    `CSV中有一行超过${count(most.line_text)}个字符，不予读取`,
    `A line of the CSV file is longer than ${count(most.line_text)} characters; it is not read`,
  ),
  too_many_empty_lines: kind(
    'TOO_MANY_EMPTY_LINES',
    `文件有超过${count(most.empty_lines)}个空行，请删去空行后上传`,
    `The file has more than ${count(most.empty_lines)} empty lines; delete them`,
  ),
  too_many_merged: kind(
    'TOO_MANY_MERGED',
    `工作表有超过${count(most.merged_ranges)}处合并单元格，请取消合并后上传`,
    `The sheet has more than ${count(most.merged_ranges)} ranges of merged cells; unmerge them`,
  ),
  file_unreadable: kind(
    'FILE_UNREADABLE',
    '文件无法读取；请用Excel打开并另存后上传',
    'The file cannot be read; open it in Excel and save it again',
  ),
  reading_memory: kind(
    'READING_MEMORY',
    `读取该文件所需内存超过${most.memory_mib}MiB，请拆分为多个文件`,
    `Reading the file takes more than ${most.memory_mib} MiB of memory; split it into several`,
  ),
  reading_time: kind(
    'READING_TIME',
    `读取该文件时超过${most.step_seconds}秒没有进展，不予读取`,
    `Reading the file made no progress for ${most.step_seconds} seconds; it is not read`,
  ),
} as const satisfies Record<string, ErrorDefinition>

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
