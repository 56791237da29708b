import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { BatchColumn } from './batch-column.ts'

/** What is worth knowing about a file that was taken, and is no fault of a row. `{text}` and the like are of the note. */
export const fileNotes = {
  encoding_guessed: text({
    zh: '文件编码是推测的：{encoding}。请核对读出的文字：{text}。如有不对，请指明编码（命令用--encoding，接口用encoding）后重新上传',
    en: 'The encoding was guessed: {encoding}. Look at what was read: {text}. If that is wrong, name the encoding (--encoding, in the API encoding) and upload again',
  }),
  encoding_doubtful: text({
    zh: '按{encoding}读出的文字很少见，可能是乱码：{text}。请核对；如有不对，请指明编码（命令用--encoding，接口用encoding）后重新上传',
    en: 'Read as {encoding}, the text is of characters that are hardly ever used and may be garbled: {text}. Look at it; if it is wrong, name the encoding (--encoding, in the API encoding) and upload again',
  }),
  marks_removed: text({
    zh: '{column}列有{count}个单元格带有导出程序加上的符号、看不见的字符或全角字符，已去掉或改为半角（首见于第{line}行）',
    en: 'Marks that programs put around codes, or characters that nobody sees, were taken off cells of {column}, or full-width characters made usual ones: {count}, the first in line {line}',
  }),
  sheets_hidden: text({ zh: '工作簿中有隐藏的工作表，未读取：{text}', en: 'Hidden sheets of the workbook were not read: {text}' }),
  sheets_left: text({ zh: '工作簿中的其他工作表未读取：{text}', en: 'Other sheets of the workbook were not read: {text}' }),
} as const satisfies Readonly<Record<string, LocalizedText>>

/** Something worth knowing about a file. */
export interface FileNote {
  readonly note: keyof typeof fileNotes
  readonly column?: BatchColumn
  readonly count?: number
  readonly line?: number
  readonly encoding?: string
  readonly text?: string
}

/** A note in both languages. */
export function noteWords(note: FileNote): LocalizedText {
  const values = new Map<string, unknown>(Object.entries(note))
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name) ?? ''))
  const { 'zh-CN': zh, en } = fileNotes[note.note]
  return text({ zh: fill(zh), en: fill(en) })
}
