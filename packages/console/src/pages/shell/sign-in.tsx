import { Navigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useKeepSession, useSessionState } from '../../shell/session.tsx'
import { SignInForm } from '../../shell/sign-in-form.tsx'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import { OpenPage } from './open-page.tsx'

/** Signing in. */
export function SignInPage(): ReactNode {
  const { signIn } = useWords(shellWords)
  const { next } = useSearch({ from: '/sign-in' })
  const { data: session } = useSessionState()
  const keepSession = useKeepSession()
  if (session !== undefined && session !== null) return <Navigate to={pathOf(next)} replace />
  return (
    <OpenPage title={signIn.title}>
      <SignInForm done={keepSession} />
    </OpenPage>
  )
}

/** Where to go on: a page of this desk, never another site. */
function pathOf(next: string | undefined): string {
  const url = URL.parse(next ?? '/', location.origin)
  return url === null || url.origin !== location.origin ? '/' : `${url.pathname}${url.search}`
}
