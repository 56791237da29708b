import { defineErrors, type ErrorDetail, HttpError, text } from '@card-member/sdk/contract'
import { fileLimits as most } from './limit.ts'

// Not by the locale: loading its data takes a fifth of what a command takes to start.
const count = (number: number) => String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',')

/** Why a file as a whole cannot be read: code and words in one table. */
export const batchFileErrors = defineErrors(
  {
    empty_file: { status: 400, message: text({ zh: '文件是空的，请重新导出后上传', en: 'The file is empty; export it again' }) },
    no_rows: { status: 400, message: text({ zh: '文件只有表头，没有数据行', en: 'The file has a header and no row below it' }) },
    header_missing_column: {
      status: 400,
      message: text({
        zh: '表头缺少必需的列；请对照示例文件补上该列，表头须在第一行',
        en: 'The header lacks a column that is needed; add it as the sample file shows, the header being the first row',
      }),
    },
    header_column_twice: {
      status: 400,
      message: text({ zh: '同一列在表头出现了两次，请删去一列', en: 'The header names the same column twice; remove one of them' }),
    },
    encoding_unreadable: {
      status: 400,
      message: text({
        zh: '文件编码无法识别；请指明编码（命令用--encoding，接口用encoding），或另存为“CSV UTF-8”后上传',
        en: 'The encoding of the file cannot be told; name it (--encoding, in the API encoding), or save the file as "CSV UTF-8"',
      }),
    },
    encoding_unknown: {
      status: 400,
      message: text({
        zh: '不支持该编码；可用：utf-8、gbk、big5、windows-1252、utf-16le、utf-16be',
        en: 'This encoding is not known; there are: utf-8, gbk, big5, windows-1252, utf-16le, utf-16be',
      }),
    },
    not_a_table: {
      status: 400,
      message: text({
        zh: '该文件不是CSV或XLSX表格（旧版.xls、加密的工作簿、PDF、网页等均不支持）；请用Excel另存为XLSX或“CSV UTF-8”',
        en: 'The file is no CSV or XLSX table (an old .xls, an encrypted workbook, a PDF or a web page is none); save it as XLSX or "CSV UTF-8"',
      }),
    },
    workbook_damaged: {
      status: 400,
      message: text({
        zh: 'XLSX文件已损坏，无法读取；请用Excel打开并另存后上传',
        en: 'The XLSX file is damaged; open it in Excel and save it again',
      }),
    },
    quote_damaged: {
      status: 400,
      message: text({
        zh: 'CSV在该行附近的引号不成对，无法可靠地分列；请修正引号（单元格内的引号须写两次）',
        en: 'A quotation mark near this line has no partner, so that cells cannot be told apart; double the marks inside cells',
      }),
    },
    sheet_needed: {
      status: 400,
      message: text({
        zh: '工作簿中有多个工作表都像名单；请指明要用的工作表（命令用--sheet，接口用sheet）',
        en: 'Several sheets of the workbook hold a list; name the one that is meant (--sheet, in the API sheet)',
      }),
    },
    sheet_unknown: { status: 400, message: text({ zh: '工作簿中没有该名称的工作表', en: 'The workbook has no sheet of that name' }) },
    sheet_hidden: {
      status: 400,
      message: text({
        zh: '该工作表在工作簿中是隐藏的；请取消隐藏后上传，或指明也读取隐藏内容（命令用--hidden take，接口用hidden=take）',
        en: 'The sheet is hidden in the workbook; show it, or say that what is hidden is taken (--hidden take, in the API hidden=take)',
      }),
    },
    column_hidden: {
      status: 400,
      message: text({
        zh: '该列在工作表中是隐藏的；请取消隐藏后上传，或指明也读取隐藏内容（命令用--hidden take，接口用hidden=take）',
        en: 'The column is hidden in the sheet; show it, or say that what is hidden is taken (--hidden take, in the API hidden=take)',
      }),
    },
    file_too_large: {
      status: 400,
      message: text({ zh: '文件超过512MB，请拆分为多个文件', en: 'The file is larger than 512 MB; split it into several' }),
    },
    document_type: {
      status: 400,
      message: text({
        zh: 'XLSX文件中含有文档类型声明（DOCTYPE），Excel不会写入这种内容，不予读取',
        en: 'The XLSX file declares a document type (DOCTYPE), which Excel never writes; it is not read',
      }),
    },
    tags_too_deep: {
      status: 400,
      message: text({
        zh: `XLSX文件的标签嵌套超过${most.tag_depth}层，不予读取`,
        en: `The tags of the XLSX file are nested more than ${most.tag_depth} deep; it is not read`,
      }),
    },
    too_many_attributes: {
      status: 400,
      message: text({
        zh: `XLSX文件中有标签的属性超过${most.attributes}个，不予读取`,
        en: `A tag of the XLSX file has more than ${most.attributes} attributes; it is not read`,
      }),
    },
    cell_too_long: {
      status: 400,
      message: text({
        zh: `有单元格超过${count(most.cell_text)}个字符（Excel的上限），不予读取`,
        en: `A cell holds more than ${count(most.cell_text)} characters, which is the most that Excel takes`,
      }),
    },
    markup_too_long: {
      status: 400,
      message: text({
        zh: `XLSX文件中有一段内容超过${count(most.markup_text)}个字符，不予读取`,
        en: `A text or tag of the XLSX file is longer than ${count(most.markup_text)} characters; it is not read`,
      }),
    },
    too_many_texts: {
      status: 400,
      message: text({
        zh: `XLSX文件的共享字符串超过${count(most.shared_texts)}个，请拆分为多个文件`,
        en: `The XLSX file has more than ${count(most.shared_texts)} shared texts; split it into several`,
      }),
    },
    too_many_parts: {
      status: 400,
      message: text({
        zh: `XLSX文件包含超过${count(most.parts)}个部件，不予读取`,
        en: `The XLSX file has more than ${count(most.parts)} parts; it is not read`,
      }),
    },
    unfolds_too_large: {
      status: 400,
      message: text({
        zh: `XLSX文件解压后超过${count(most.unfolded_mib)}MiB，请拆分为多个文件`,
        en: `The XLSX file unfolds to more than ${count(most.unfolded_mib)} MiB; split it into several`,
      }),
    },
    part_too_large: {
      status: 400,
      message: text({
        zh: `XLSX文件中样式等部件解压后超过${most.small_part_mib}MiB，不予读取`,
        en: `Styles, names or relations of the XLSX file unfold to more than ${most.small_part_mib} MiB; it is not read`,
      }),
    },
    compressed_too_much: {
      status: 400,
      message: text({
        zh: `XLSX文件的压缩比超过${most.unfolded_ratio}倍，正常的工作簿不会如此，不予读取`,
        en: `A part of the XLSX file unfolds to more than ${most.unfolded_ratio} times its size, as no real workbook does; it is not read`,
      }),
    },
    too_many_columns: {
      status: 400,
      message: text({
        zh: `该行超过${count(most.columns)}列，请删去多余的列`,
        en: `The row has more than ${count(most.columns)} columns; remove those that are not needed`,
      }),
    },
    line_too_long: {
      status: 400,
      message: text({
        zh: `CSV中有一行超过${count(most.line_text)}个字符，不予读取`,
        en: `A line of the CSV file is longer than ${count(most.line_text)} characters; it is not read`,
      }),
    },
    too_many_empty_lines: {
      status: 400,
      message: text({
        zh: `文件有超过${count(most.empty_lines)}个空行，请删去空行后上传`,
        en: `The file has more than ${count(most.empty_lines)} empty lines; delete them`,
      }),
    },
    too_many_merged: {
      status: 400,
      message: text({
        zh: `工作表有超过${count(most.merged_ranges)}处合并单元格，请取消合并后上传`,
        en: `The sheet has more than ${count(most.merged_ranges)} ranges of merged cells; unmerge them`,
      }),
    },
    file_unreadable: {
      status: 400,
      message: text({ zh: '文件无法读取；请用Excel打开并另存后上传', en: 'The file cannot be read; open it in Excel and save it again' }),
    },
    reading_memory: {
      status: 400,
      message: text({
        zh: `读取该文件所需内存超过${most.memory_mib}MiB，请拆分为多个文件`,
        en: `Reading the file takes more than ${most.memory_mib} MiB of memory; split it into several`,
      }),
    },
    reading_time: {
      status: 400,
      message: text({
        zh: `读取该文件时超过${most.step_seconds}秒没有进展，不予读取`,
        en: `Reading the file made no progress for ${most.step_seconds} seconds; it is not read`,
      }),
    },
  },
  1,
)

/** Name of a row of the table. */
export type BatchFileErrorKind = keyof typeof batchFileErrors

/** A file that cannot be read as a batch. `detail.field` names the column, `detail.line` the line. It holds no value of a row. */
export class BatchFileError extends HttpError {
  override readonly name = 'BatchFileError'
  declare readonly kind: BatchFileErrorKind

  constructor(kind: BatchFileErrorKind, detail?: ErrorDetail) {
    super(kind, batchFileErrors[kind], detail)
  }
}
