/** Languages that messages exist in. */
export type Language = 'en' | 'zh-CN'

/** A text in each language. */
export type LocalizedText = Readonly<Record<Language, string>>

/**
 * Makes a text of its wording in each language; one that is missing is a type error.
 *
 * @example
 * text({ zh: '必填', en: 'is required' })
 */
export function text({ zh, en }: { readonly zh: string; readonly en: string }): LocalizedText {
  return { 'zh-CN': zh, en }
}

/** A part of a message: a name or a number, the same in every language, or a text in each. */
export type TextPart = string | LocalizedText

/** Puts parts into an entry of a catalogue, so that each message is in one language from end to end. */
export function fillText(entry: (...parts: string[]) => LocalizedText, ...parts: readonly TextPart[]): LocalizedText {
  const fillIn = (language: Language) => entry(...parts.map((part) => (typeof part === 'string' ? part : part[language])))[language]
  return text({ zh: fillIn('zh-CN'), en: fillIn('en') })
}
