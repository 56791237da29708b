import type { ReactNode } from 'react'
import { Page } from '../../parts/page.tsx'
import { useSession } from '../../shell/session.tsx'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'

/** The own account. */
export function MePage(): ReactNode {
  const { nav } = useWords(shellWords)
  const { name } = useSession()
  return (
    <Page title={nav.me}>
      <p>{name}</p>
    </Page>
  )
}
