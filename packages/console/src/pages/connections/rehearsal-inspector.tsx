import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './inspector.module.css'
import { ReceivedRequest } from './received-request.tsx'
import { RehearsalNotifications } from './rehearsal-notifications.tsx'

const tabs = ['requests', 'notifications'] as const

/** What a sandbox received and sent. */
export function RehearsalInspector({ name }: { readonly name: string }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { inspector: words } = rehearsal
  const [tab, setTab] = useState<(typeof tabs)[number]>('requests')
  const id = useId()
  return (
    <Panel title={words.title}>
      <div role="tablist" aria-label={words.title} className={styles.tabs}>
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`${id}${each}`}
            aria-selected={each === tab}
            aria-controls={`${id}panel`}
            tabIndex={each === tab ? 0 : -1}
            onClick={() => setTab(each)}
            onKeyDown={({ key, currentTarget }) => {
              if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
              setTab(each === 'requests' ? 'notifications' : 'requests')
              const other = currentTarget.nextElementSibling ?? currentTarget.previousElementSibling
              if (other instanceof HTMLElement) other.focus()
            }}
          >
            {words[each]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}panel`} aria-labelledby={`${id}${tab}`}>
        {tab === 'requests' ? <Requests name={name} /> : <RehearsalNotifications name={name} />}
      </div>
    </Panel>
  )
}

function Requests({ name }: { readonly name: string }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { inspector: words } = rehearsal
  const { data, error, refetch, isFetching } = useRead('listRehearsalRequests', { name, last: 30 }, { every: 5000 })
  return (
    <>
      <p className={styles.toolbar}>
        <span className={styles.soft}>{words.masked}</span>
        <Button size="small" disabled={isFetching} onClick={() => void refetch()}>
          {words.refresh}
        </Button>
      </p>
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {data?.data.length === 0 && <p className={styles.soft}>{words.noRequests}</p>}
      <div className={styles.requests}>
        {data?.data.map((request) => (
          <ReceivedRequest key={request.request_id} request={request} />
        ))}
      </div>
    </>
  )
}
