/** Languages of the page; Chinese is the original. */
export const languages = ['zh-CN', 'en'] as const
/** A language of the page. */
export type Language = (typeof languages)[number]

const key = 'card-member-language'

let current: Language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN'

/** The language that is chosen, for what is no component. */
export function currentLanguage(): Language {
  return current
}

/** Keeps the choice for this browser. */
export function keepLanguage(language: Language): void {
  current = language
  document.documentElement.lang = language
  try {
    localStorage.setItem(key, language)
  } catch {
    // A browser that keeps nothing asks for the language anew each time.
  }
}
