import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { BatchColumn } from './batch-column.ts'

/** What can be wrong with a cell: what happened and what to do. */
export const rowFaults = {
  missing: text({ zh: '该列不能为空，请填写', en: 'The cell is empty; fill it in' }),
  too_long: text({
    zh: '最多{limit}个字符，现有{size}个，请缩短',
    en: 'At most {limit} characters are allowed and this has {size}; shorten it',
  }),
  hidden_character: text({
    zh: '含有看不见的字符（{character}），请删去后重新输入',
    en: 'It holds a character that nobody sees ({character}); remove it',
  }),
  hidden_row: text({
    zh: '该行在工作表中是隐藏的，未予采用；请取消隐藏或筛选后重新上传，或指明也读取隐藏内容（命令用--hidden take，接口用hidden=take）',
    en: 'The row is hidden in the sheet and not taken; show it and upload again, or say that what is hidden is taken (--hidden take, in the API hidden=take)',
  }),
  head_repeated: text({ zh: '该行是重复的表头，不是会员卡，请删去', en: 'The row repeats the head and names no card; remove it' }),
  merged_cell: text({
    zh: '该单元格被合并单元格覆盖，内容无法看到；请取消合并并逐行填写',
    en: 'The cell lies under a merged one, so that nobody sees what it holds; unmerge it and fill in each row',
  }),
  formula_not_computed: text({
    zh: '该单元格的公式没有计算结果；请用Excel打开并保存后上传，或粘贴为值',
    en: 'The formula of the cell has no result; open the file in Excel and save it, or paste the cell as a value',
  }),
  formula_text: text({
    zh: '该单元格是公式的文字而不是编号；请粘贴为值后重新导出',
    en: 'The cell holds the text of a formula and no code; paste it as a value and export again',
  }),
  bad_character: text({
    zh: '含有该列不允许的字符，请检查是否错列或混入空格、中文',
    en: 'A character is not allowed here; look for blanks and shifted cells',
  }),
  four_byte_character: text({
    zh: '含有表情符号或四字节生僻字，接口不接受，请删去或替换',
    en: 'It holds an emoji or another character of 4 bytes in UTF-8, which the API refuses; replace it',
  }),
  damaged_character: text({
    zh: '文字已是乱码（�），请从来源系统重新导出',
    en: 'Characters were lost before (�); export the file again from where it comes from',
  }),
  scientific_notation: text({
    zh: 'Excel把长数字变成了科学计数法，数字已丢失；请将该列设为“文本”后从来源系统重新导出',
    en: 'Excel has changed this long number: digits are lost; format the column as text and export again',
  }),
  rounded_digits: text({
    zh: '第15位之后全是0，可能是Excel只保留了15位数字；如有丢失，请将该列设为“文本”后从来源系统重新导出',
    en: 'All digits after the 15th are zeros: Excel may have lost them; if so, format the column as text and export again',
  }),
  number_cell: text({
    zh: '该单元格是数字而不是文本，开头的0或第15位之后的数字可能已丢失；如有丢失，请将该列设为“文本”后重新导出',
    en: 'The cell is a number: leading zeros or digits after the 15th may be lost; if so, format the column as text and export again',
  }),
  lost_leading_zeros: text({
    zh: '比同一模板的其他卡号短，开头的0可能已丢失；如有丢失，请将该列设为“文本”后重新导出',
    en: 'Shorter than the other codes of its template: leading zeros may be lost; if so, format the column as text and export again',
  }),
  date_damage: text({
    zh: 'Excel把该编号变成了日期，原内容已丢失；请将该列设为“文本”后从来源系统重新导出',
    en: 'Excel has turned this code into a date and its text is lost; format the column as text and export again',
  }),
  excel_error: text({
    zh: '单元格是Excel的错误值或未显示完整（如#N/A、####），请修正后重新导出',
    en: 'The cell holds an error of Excel such as #N/A or ####; mend it and export again',
  }),
  too_many_cells: text({
    zh: '该行的单元格多于表头，内容可能错列；含分隔符的内容须加引号',
    en: 'The row has more cells than the header, so they may be shifted; put texts that hold the separator in quotation marks',
  }),
  bad_channel: text({ zh: '渠道只能是短信、电话、门店、线上、邮件之一', en: 'The channel is one of sms, phone, store, online, mail' }),
  bad_expression: text({
    zh: '同意方式只能是回复、点击、签名、口头之一',
    en: 'How the member agreed is one of reply, click, signature, spoken',
  }),
  bad_consenter: text({ zh: '同意人只能是本人或监护人', en: 'Who agreed is member or guardian' }),
  bad_language: text({ zh: '告知语言只能是中文（zh-CN）或英文（en）', en: 'The language of the notice is zh-CN or en' }),
  bad_time: text({
    zh: '不是有效的时间，请写成2026-05-20 10:00:00（北京时间）',
    en: 'This is no time; write it as 2026-05-20 10:00:00 (Beijing time) or with its zone as 2026-05-20T10:00:00+08:00',
  }),
  time_order: text({ zh: '同意时间早于告知时间，请核对', en: 'The member agreed before being told; check both times' }),
  consent_incomplete: text({
    zh: '同意渠道、告知时间、同意时间须同时填写或同时留空',
    en: 'Channel, time of telling and time of agreeing go together: fill in all of them or none',
  }),
} as const satisfies Readonly<Record<string, LocalizedText>>

/** Name of a row of the table. */
export type RowFaultName = keyof typeof rowFaults

/** What was found of a text, with what its words name. */
export interface Finding {
  readonly fault: RowFaultName
  /** The most characters that are allowed, and how many there are. */
  readonly limit?: number
  readonly size?: number
  /** As `U+200B`. */
  readonly character?: string
}

/** One wrong cell, or one that is suspected. */
export interface RowFault extends Finding {
  readonly column: BatchColumn
  /** The end of a longer value, to find it by; never the whole of it. */
  readonly value_hint?: string
}

/** A fault of a cell, with as much of its value as may be shown. */
export function rowFault(column: BatchColumn, found: RowFaultName | Finding, value = ''): RowFault {
  const finding = typeof found === 'string' ? { fault: found } : found
  const characters = [...value]
  return characters.length < 8 ? { column, ...finding } : { column, ...finding, value_hint: `…${characters.slice(-4).join('')}` }
}
