import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './people.module.css'

/** Where somebody is signed in, and a way to end it. */
export function MemberSessions({ staff_id }: { readonly staff_id: string }): ReactNode {
  const { member: words } = useWords(peopleWords)
  const { data, error, refetch } = useRead('listStaffSessions', { staff_id })
  const end = useAct('endStaffSessions', { second_factor: true, refresh: ['listStaffSessions'] })
  const endAll = (
    <Button size="small" disabled={end.isPending} onClick={() => end.mutate({ staff_id })}>
      {words.endAll}
    </Button>
  )
  return (
    <Panel title={words.sessions} act={(data?.data.length ?? 0) > 0 ? endAll : undefined}>
      <p className={styles.soft}>{words.sessionsText}</p>
      {end.error !== null && <ErrorPanel error={end.error} />}
      {error !== null ? (
        <ErrorPanel error={error} retry={refetch} />
      ) : (
        <DataTable
          label={words.sessions}
          rows={data?.data}
          keyOf={({ session_id }) => session_id}
          empty={<Empty text={words.noSessions} guide="staff" />}
          columns={[
            { key: 'method', title: words.method, cell: ({ method }) => words.methods[method] },
            { key: 'device', title: words.device, cell: ({ device }) => <span title={device}>{shortened(device)}</span>, names_row: true },
            { key: 'address', title: words.address, cell: ({ address }) => address },
            { key: 'since', title: words.since, cell: ({ create_time }) => <Time value={create_time} /> },
            { key: 'used', title: words.used, cell: ({ last_used_time }) => <Time value={last_used_time} /> },
            {
              key: 'end',
              title: '',
              stays: true,
              cell: ({ session_id, device }) => (
                <Button
                  type="link"
                  size="small"
                  aria-label={words.endOf(shortened(device))}
                  disabled={end.isPending}
                  onClick={() => end.mutate({ staff_id, session_id })}
                >
                  {words.end}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Panel>
  )
}

const longest = 48

// What a browser calls itself is long, and its end says most.
function shortened(device: string): string {
  return device.length > longest ? `…${device.slice(-longest)}` : device
}
