import type { BatchColumn } from './batch-column.ts'

export interface Words {
  readonly 'zh-CN': string
  readonly en: string
}

const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en })

/** What is worth knowing about a file that was taken, and is no fault of a row. `{text}` and the like are of the note. */
export const fileNotes = {
  encoding_guessed: words(
    '文件编码是推测的：{encoding}。请核对读出的文字：{text}。如有不对，请指明编码（命令用--encoding，接口用encoding）后重新上传',
    'The encoding was guessed: {encoding}. Look at what was read: {text}. If that is wrong, name the encoding (--encoding, in the API encoding) and upload again',
  ),
  encoding_doubtful: words(
    '按{encoding}读出的文字很少见，可能是乱码：{text}。请核对；如有不对，请指明编码（命令用--encoding，接口用encoding）后重新上传',
    'Read as {encoding}, the text is of characters that are hardly ever used and may be garbled: {text}. Look at it; if it is wrong, name the encoding (--encoding, in the API encoding) and upload again',
  ),
  marks_removed: words(
    '{column}列有{count}个单元格带有导出程序加上的符号、看不见的字符或全角字符，已去掉或改为半角（首见于第{line}行）',
    'Marks that programs put around codes, or characters that nobody sees, were taken off cells of {column}, or full-width characters made usual ones: {count}, the first in line {line}',
  ),
  sheets_hidden: words('工作簿中有隐藏的工作表，未读取：{text}', 'Hidden sheets of the workbook were not read: {text}'),
  sheets_left: words('工作簿中的其他工作表未读取：{text}', 'Other sheets of the workbook were not read: {text}'),
} as const satisfies Readonly<Record<string, Words>>

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
export function noteWords(note: FileNote): Words {
  const values = new Map<string, unknown>(Object.entries(note))
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name) ?? ''))
  const { 'zh-CN': zh, en } = fileNotes[note.note]
  return words(fill(zh), fill(en))
}
