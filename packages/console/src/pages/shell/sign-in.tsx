import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { DemoPeople } from '../../shell/demo-people.tsx'
import { Redirect } from '../../shell/redirect.tsx'
import { useKeepSession, useSessionState } from '../../shell/session.tsx'
import { SignInForm } from '../../shell/sign-in-form.tsx'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import { OpenPage } from './open-page.tsx'

/** Signing in. A desk without staff leads to its set-up, and a demo shows its people. */
export function SignInPage(): ReactNode {
  const { signIn } = useWords(shellWords)
  const words = useWords(accountWords)
  const { next } = useSearch({ from: '/sign-in' })
  const { data: session } = useSessionState()
  const welcome = useRead('getWelcome', {})
  const keepSession = useKeepSession()
  if (session !== undefined && session !== null) return <Redirect to={pathOf(next)} />
  if (welcome.data?.set_up_open) return <Redirect to="/set-up" />
  const demo = welcome.data?.demo ?? []
  return (
    <OpenPage title={signIn.title}>
      {demo.length > 0 ? (
        <>
          <p>{words.signIn.demoText}</p>
          <DemoPeople people={demo} done={keepSession} />
          <details>
            <summary>{words.signIn.demoOther}</summary>
            <SignInForm done={keepSession} autoFocus={false} />
          </details>
        </>
      ) : (
        <SignInForm done={keepSession} />
      )}
      {demo.length === 0 && <p>{words.signIn.noAccount}</p>}
    </OpenPage>
  )
}

/** Where to go on: a page of this desk, never another site. */
function pathOf(next: string | undefined): string {
  const url = URL.parse(next ?? '/', location.origin)
  return url === null || url.origin !== location.origin ? '/' : `${url.pathname}${url.search}`
}
