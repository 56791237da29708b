import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './rehearsal.module.css'
import { forgetCards } from './rehearsed-cards.ts'

/** Empties a sandbox, after a second press. */
export function RehearsalReset({ name }: { readonly name: string }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { reset: words } = rehearsal
  const [asking, setAsking] = useState(false)
  const reset = useAct('resetRehearsal', {
    refresh: ['getRehearsal', 'listRehearsalRequests', 'listRehearsalNotifications'],
    onDone: () => {
      forgetCards(name)
      setAsking(false)
    },
  })
  return (
    <Panel title={words.title}>
      <p className={styles.soft}>{words.text}</p>
      <div className={styles.buttons}>
        {asking ? (
          <>
            <Button loading={reset.isPending} onClick={() => reset.mutate({ name })}>
              {words.confirm}
            </Button>
            <Button type="text" onClick={() => setAsking(false)}>
              {words.cancel}
            </Button>
          </>
        ) : (
          <Button onClick={() => setAsking(true)}>{words.start}</Button>
        )}
      </div>
      <p role="status" className={styles.soft}>
        {reset.isSuccess && !asking ? words.done : ''}
      </p>
      {reset.error !== null && <ErrorPanel error={reset.error} />}
    </Panel>
  )
}
