import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import type { SessionState } from '../../shell/session.tsx'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './demo-people.module.css'

type DemoPerson = NonNullable<ReplyOf<'getWelcome'>['demo']>[number]

/** The people of the demo, as whom one signs in by a click. */
export function DemoPeople({
  people,
  done,
}: {
  readonly people: readonly DemoPerson[]
  readonly done: (session: SessionState) => void
}): ReactNode {
  const { signIn } = useWords(accountWords)
  const { roles, listComma } = useWords(shellWords)
  const { language } = usePreferences()
  const open = useAct('openDemoSession', { onDone: done })
  return (
    <>
      <p>{signIn.demoText}</p>
      {open.error !== null && <ErrorPanel error={open.error} />}
      <ul className={styles.people} aria-label={signIn.demo}>
        {people.map(({ name, full_name, grants }) => (
          <li key={name}>
            <Button block className={styles.person ?? ''} disabled={open.isPending} onClick={() => open.mutate({ name })}>
              <span>{full_name[language]}</span>
              <span className={styles.role}>{grants.map(({ role }) => roles[role]).join(listComma)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
