import { usePreferences } from '../shell/preferences.tsx'
import type { Translated, Words } from './words.ts'

/**
 * The words of an area in the language of the page.
 *
 * @example
 * const words = useWords(cardWords)
 * <h2>{words.find.title}</h2>
 */
export function useWords<W>(words: Words<W>): Translated<W> {
  return words[usePreferences().language]
}
