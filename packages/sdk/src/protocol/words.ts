/** Languages that messages exist in. */
export type Language = 'en' | 'zh-CN'

/** A message in each language. */
export type Words = Readonly<Record<Language, string>>

/** A part of a message: a name or a number, the same in every language, or words. */
export type Phrase = string | Words

/** Puts phrases into an entry of a catalogue, so that each message is of one language from end to end. */
export function fill(entry: (...phrases: string[]) => Words, ...phrases: readonly Phrase[]): Words {
  const inLanguage = (language: Language) =>
    entry(...phrases.map((phrase) => (typeof phrase === 'string' ? phrase : phrase[language])))[language]
  return { en: inLanguage('en'), 'zh-CN': inLanguage('zh-CN') }
}
