import type { ReactNode } from 'react'
import { themeChoices } from '../theme/theme-choice.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { Choices } from './choices.tsx'
import { usePreferences } from './preferences.tsx'

const languageNames = [
  { value: 'zh-CN', label: '中文', lang: 'zh-CN' },
  { value: 'en', label: 'English', lang: 'en' },
] as const

/** Chooses the language and the theme of the page. */
export function PreferenceChoices(): ReactNode {
  const words = useWords(shellWords)
  const { language, choose_language, theme, choose_theme } = usePreferences()
  return (
    <>
      <Choices label={words.language} value={language} options={languageNames} choose={choose_language} />
      <Choices
        label={words.theme.label}
        value={theme}
        options={themeChoices.map((value) => ({ value, label: words.theme[value] }))}
        choose={choose_theme}
      />
    </>
  )
}
