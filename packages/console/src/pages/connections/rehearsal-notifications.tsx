import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import inspector from './inspector.module.css'
import styles from './rehearsal.module.css'

const kinds = { pending: 'waiting', delivered: 'good', given_up: 'failed' } as const

/** The notifications that a sandbox sends to the merchant. */
export function RehearsalNotifications({ name }: { readonly name: string }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { inspector: words } = rehearsal
  const events: Readonly<Record<string, string>> = rehearsal.events
  const { data, error, refetch } = useRead('listRehearsalNotifications', { name, last: 30 }, { every: 5000 })
  const deliver = useAct('deliverRehearsal', { refresh: ['listRehearsalNotifications'] })
  return (
    <>
      <p className={inspector.toolbar}>
        <span />
        <Button size="small" loading={deliver.isPending} onClick={() => deliver.mutate({ name })}>
          {words.deliver}
        </Button>
      </p>
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {deliver.error !== null && <ErrorPanel error={deliver.error} />}
      {data?.data.length === 0 && <p className={styles.soft}>{words.noNotifications}</p>}
      <ul className={styles.active}>
        {data?.data.map(({ notification_id, event, state, openid, attempts, next_time, last_result, last_status }) => (
          <li key={notification_id}>
            <span>
              <strong>{events[event] ?? event}</strong> <code>{event}</code>
              <span className={styles.soft}>
                {openid} · {words.attempts(attempts)}
                {last_result !== undefined && ` · ${last_result}${last_status === undefined ? '' : ` ${last_status}`}`}
              </span>
              {state === 'pending' && (
                <span className={styles.soft}>
                  {words.next} <Time value={next_time} />
                </span>
              )}
            </span>
            <StateTag kind={kinds[state]}>{words.states[state]}</StateTag>
          </li>
        ))}
      </ul>
    </>
  )
}
