import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { useSessionState } from '../../shell/session.tsx'
import { shellWords } from '../../words/shell.ts'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './first-steps.module.css'

/** The people of the demo, each a click away from being who is signed in. */
export function DemoSwitch({ people }: { readonly people: NonNullable<ReplyOf<'getWelcome'>['demo']> }): ReactNode {
  const { steps } = useWords(todayWords)
  const { roles } = useWords(shellWords)
  const { language } = usePreferences()
  const { data: session } = useSessionState()
  const client = useQueryClient()
  const signIn = useAct('openDemoSession', {
    onDone: (opened) => {
      // What the last person was shown is not for the next one.
      client.clear()
      client.setQueryData(['getSession', {}], opened)
      location.assign('/')
    },
  })
  return (
    <>
      {signIn.error !== null && <ErrorPanel error={signIn.error} />}
      <ul className={styles.people} aria-label={steps.people}>
        {people.map(({ name, full_name, grants }) => {
          const [role] = grants.map((grant) => roles[grant.role])
          const isCurrent = session?.name === name
          return (
            <li key={name}>
              <Button
                size="small"
                aria-pressed={isCurrent}
                disabled={isCurrent || signIn.isPending}
                onClick={() => signIn.mutate({ name })}
              >
                {full_name[language]} · {isCurrent ? steps.current : role}
              </Button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
