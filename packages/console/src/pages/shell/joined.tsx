import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { accountWords } from '../../words/account.ts'
import { useWords } from '../../words/use-words.ts'
import { OpenPage } from './open-page.tsx'

/** After an invitation is accepted. */
export function Joined({ name }: { readonly name: string }): ReactNode {
  const { join } = useWords(accountWords)
  return (
    <OpenPage title={join.joined}>
      <p role="status">{join.joinedText(name)}</p>
      <p>
        <Link to="/sign-in">{join.toSignIn}</Link>
      </p>
    </OpenPage>
  )
}
