import { type Language, type LocalizedText, type TextPart, type TlogErrorCode, tlogErrors } from './tlog-errors.ts'

/**
 * The only error that this package throws. `code` is stable, the text is not; `message` is the English text.
 *
 * @example
 * try { parseNote(text) } catch (error) {
 *   if (error instanceof TlogError && error.code === 'NOTE_MALFORMED') console.error(error.in('zh-CN'))
 * }
 */
export class TlogError extends Error {
  override readonly name = 'TlogError'
  readonly code: TlogErrorCode
  /** What the text names, in its order: a path, a line, an address and its status; in English. */
  readonly details: readonly string[]
  readonly #text: LocalizedText

  constructor(code: TlogErrorCode, ...parts: readonly TextPart[]) {
    const said = { en: fillIn(code, parts, 'en'), 'zh-CN': fillIn(code, parts, 'zh-CN') }
    super(said.en)
    this.code = code
    this.details = parts.map((part) => partIn(part, 'en'))
    this.#text = said
  }

  /** The message in a language. */
  in(language: Language): string {
    return this.#text[language]
  }
}

function fillIn(code: TlogErrorCode, parts: readonly TextPart[], language: Language): string {
  const [subject = '', detail = '', more = ''] = parts.map((part) => partIn(part, language))
  return tlogErrors[code](subject, detail, more)[language]
}

function partIn(part: TextPart, language: Language): string {
  return typeof part === 'object' ? part[language] : String(part)
}
