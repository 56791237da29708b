import { type ReactNode, useEffect } from 'react'
import { PreferenceChoices } from '../../shell/preference-choices.tsx'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './open-page.module.css'

/** The frame of pages that anyone may open: one card in the middle, language and theme below it. */
export function OpenPage({
  title,
  wide = false,
  children,
}: {
  readonly title: string
  readonly wide?: boolean
  readonly children: ReactNode
}): ReactNode {
  const words = useWords(shellWords)
  useEffect(() => {
    document.title = `${title} · ${words.product}`
  }, [title, words.product])
  return (
    <div className={styles.page}>
      <header className={styles.product}>
        <img src="/icon.svg" alt="" />
        {words.product}
      </header>
      <main className={wide ? `${styles.main} ${styles.wide}` : styles.main}>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {children}
        </div>
      </main>
      <footer className={styles.foot}>
        <PreferenceChoices />
      </footer>
    </div>
  )
}
