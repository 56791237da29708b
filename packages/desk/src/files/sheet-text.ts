import { BatchFileError } from './batch-file-error.ts'
import { fileLimits } from './limit.ts'

const escaped = /_x([0-9A-Fa-f]{4})_/g

/** Gathers the text of one cell or shared string from its runs, without the hints for pronunciation. */
export class SheetText {
  #text = ''
  #inText = false
  #inHint = false

  open(name: string): void {
    if (name === 't') this.#inText = true
    else if (name === 'rPh') this.#inHint = true
  }

  close(name: string): void {
    if (name === 't') this.#inText = false
    else if (name === 'rPh') this.#inHint = false
  }

  add(piece: string): void {
    if (this.#inText && !this.#inHint) this.#text = joined(this.#text, piece)
  }

  /** The text so far; begins anew. */
  take(): string {
    const text = this.#text
    this.#text = ''
    return unescapeText(text)
  }
}

/** A cell's text and what follows it. An escaped character takes seven. */
export function joined(text: string, piece: string): string {
  if (text.length + piece.length > fileLimits.cell_text * 7) throw new BatchFileError('cell_too_long')
  return text + piece
}

/** Characters that XML cannot hold are written as `_x000D_`. */
export function unescapeText(text: string): string {
  const plain = text.includes('_x') ? text.replace(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text
  if (plain.length > fileLimits.cell_text) throw new BatchFileError('cell_too_long')
  return plain
}
