import { Outlet } from '@tanstack/react-router'
import { Spin } from 'antd'
import { type ReactNode, Suspense, useState } from 'react'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { BottomBar, TopBar } from './bars.tsx'
import { useBrand } from './brand.tsx'
import { Redirect } from './redirect.tsx'
import { SecondFactorProvider } from './second-factor.tsx'
import { useSessionState } from './session.tsx'
import styles from './shell.module.css'
import { Side } from './side.tsx'
import { SignInAgain } from './sign-in-again.tsx'
import { useOnline } from './use-online.ts'
import { useSamePerson } from './use-same-person.ts'
import { useWide } from './use-wide.ts'

/** The frame around every page of staff. Who is not signed in is sent to sign in, and comes back from there. */
export function Shell(): ReactNode {
  const { data: session, error, refetch } = useSessionState()
  if (session === null) return <ToSignIn />
  if (session === undefined)
    return <div className={styles.waiting}>{error === null ? <Spin /> : <ErrorPanel error={error} retry={refetch} />}</div>
  return (
    <SecondFactorProvider>
      <Frame />
    </SecondFactorProvider>
  )
}

function ToSignIn(): ReactNode {
  // The address that was asked for, not the one that is on its way.
  const [asked] = useState(() => `${location.pathname}${location.search}`)
  return <Redirect to={asked === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: asked })}`} />
}

function Frame(): ReactNode {
  const words = useWords(shellWords)
  const wide = useWide()
  const online = useOnline()
  const { brand_id, pending } = useBrand()
  useSamePerson()
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {words.skip}
      </a>
      {wide ? <Side /> : <TopBar />}
      <div>
        {!online && (
          <div className={styles.offline} role="status">
            {words.offline}
          </div>
        )}
        <main id="content" className={styles.main} tabIndex={-1}>
          {/* Another brand is another subject: nothing that was typed for one is sent for the other. A page begins when its brand is known. */}
          {pending ? (
            <Spin />
          ) : (
            <Suspense key={brand_id} fallback={<Spin />}>
              <Outlet />
            </Suspense>
          )}
        </main>
      </div>
      {!wide && <BottomBar />}
      <SignInAgain />
    </div>
  )
}
