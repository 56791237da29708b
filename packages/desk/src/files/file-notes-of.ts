import { nameOfEncoding } from './encoding.ts'
import type { FileNote } from './file-note.ts'
import type { InspectedCsv } from './inspect-file.ts'
import type { RowReader } from './row-reader.ts'
import type { Sheet } from './workbook.ts'

/** What is worth knowing about an encoding that nobody named. */
export function encodingNotes({ encoding, encoding_by, doubtful }: InspectedCsv, sample: readonly string[]): FileNote[] {
  if (encoding_by !== 'guess') return []
  const note = doubtful ? 'encoding_doubtful' : 'encoding_guessed'
  return [{ note, encoding: nameOfEncoding(encoding), text: sample.map((text) => `“${text}”`).join(' ') }]
}

/** What is worth knowing about the sheets that were not read. */
export function sheetNotes(sheets: readonly Sheet[], read: Sheet): FileNote[] {
  const names = (hidden: boolean) =>
    sheets
      .filter((sheet) => sheet !== read && sheet.hidden === hidden)
      .map(({ name }) => name)
      .join(', ')
  const notes: FileNote[] = [
    { note: 'sheets_left', text: names(false) },
    { note: 'sheets_hidden', text: names(true) },
  ]
  return notes.filter(({ text }) => text !== '')
}

/** What was taken off cells. */
export function takenOffNotes({ taken_off }: RowReader): FileNote[] {
  return [...taken_off].map(([column, { count, line }]) => ({ note: 'marks_removed', column, count, line }))
}
