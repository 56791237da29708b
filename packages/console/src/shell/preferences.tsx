import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { darkScheme, keepTheme, storedTheme, type ThemeChoice } from '../theme/theme-choice.ts'
import { currentLanguage, keepLanguage, type Language } from '../words/language.ts'

/** How this browser shows the page. */
interface Preferences {
  readonly language: Language
  readonly choose_language: (language: Language) => void
  /** What is chosen. */
  readonly theme: ThemeChoice
  readonly choose_theme: (theme: ThemeChoice) => void
  /** What the choice comes to on this system. */
  readonly dark: boolean
}

const PreferencesContext = createContext<Preferences | undefined>(undefined)

/** Language and theme of the page. */
export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext)
  if (preferences === undefined) throw new Error('usePreferences is used outside PreferencesProvider')
  return preferences
}

/** Keeps language and theme, and follows the system's theme where that is chosen. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(currentLanguage)
  const [theme, setTheme] = useState(storedTheme)
  const [systemDark, setSystemDark] = useState(darkScheme.matches)
  useEffect(() => {
    const follow = () => setSystemDark(darkScheme.matches)
    darkScheme.addEventListener('change', follow)
    return () => darkScheme.removeEventListener('change', follow)
  }, [])
  const dark = theme === 'system' ? systemDark : theme === 'dark'
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  }, [dark])
  const value = useMemo(
    () => ({
      language,
      choose_language: (chosen: Language) => {
        keepLanguage(chosen)
        setLanguage(chosen)
      },
      theme,
      choose_theme: (chosen: ThemeChoice) => {
        keepTheme(chosen)
        setTheme(chosen)
      },
      dark,
    }),
    [language, theme, dark],
  )
  return <PreferencesContext value={value}>{children}</PreferencesContext>
}
