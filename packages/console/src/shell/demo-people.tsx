import { shownName } from '@card-member/desk/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../api/types.ts'
import { useAct } from '../api/use-act.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { ShownNames } from '../parts/person-name.tsx'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './demo-people.module.css'
import { type SessionState, useSessionState } from './session.tsx'

/** Somebody of a demo. */
export type DemoPerson = NonNullable<ReplyOf<'getWelcome'>['demo']>[number]

/**
 * The people of a demo, as whom one signs in by a click.
 *
 * @param inRow side by side, within a page of whoever is signed in
 * @param done by default everything begins anew, at the first page
 */
export function DemoPeople({
  people,
  inRow = false,
  done,
}: {
  readonly people: readonly DemoPerson[]
  readonly inRow?: boolean
  readonly done?: (session: SessionState) => void
}): ReactNode {
  const { roles, listComma, demo: words } = useWords(shellWords)
  const { data: session } = useSessionState()
  const client = useQueryClient()
  // What the last person was shown is not for the next one.
  const beginAnew = (opened: SessionState) => {
    client.clear()
    client.setQueryData(['getSession', {}], opened)
    location.assign('/')
  }
  const open = useAct('openDemoSession', { onDone: done ?? beginAnew })
  return (
    <>
      {open.error !== null && <ErrorPanel error={open.error} />}
      <ul className={inRow ? styles.row : styles.people} aria-label={words.people}>
        {people.map((person) => {
          const isCurrent = session?.name === person.name
          return (
            <li key={person.name}>
              <Button
                {...(inRow ? { size: 'small' as const } : { block: true })}
                className={styles.person ?? ''}
                aria-pressed={isCurrent}
                disabled={isCurrent || open.isPending}
                onClick={() => open.mutate({ name: person.name })}
              >
                <span>{inRow ? shownName(person) : <ShownNames names={person} />}</span>
                <span className={styles.role}>
                  {isCurrent ? words.current : person.grants.map(({ role }) => roles[role]).join(listComma)}
                </span>
              </Button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
