// Far too long for every column, so that the beginning is enough to say so.
const textLimit = 4096
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
    if (this.#inText && !this.#inHint && this.#text.length < textLimit) this.#text += piece.slice(0, textLimit)
  }

  /** The text so far; begins anew. */
  take(): string {
    const text = this.#text
    this.#text = ''
    return unescapeText(text)
  }
}

/** Characters that XML cannot hold are written as `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
