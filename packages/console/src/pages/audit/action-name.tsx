import type { ReactNode } from 'react'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'

/** What was done, in words; the code of an action that a newer desk has written. */
export function ActionName({ action }: { readonly action: string }): ReactNode {
  const { actions } = useWords(auditWords)
  const all: Readonly<Record<string, string>> = actions
  return Object.hasOwn(all, action) ? all[action] : <code>{action}</code>
}
