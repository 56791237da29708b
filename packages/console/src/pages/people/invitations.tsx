import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PersonName, ShownNames } from '../../parts/person-name.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { GrantList } from './grant-list.tsx'
import styles from './people.module.css'

const kinds = { waiting: 'waiting', open: 'running', used: 'good', stopped: 'over', expired: 'over' } as const

/** Who was invited, what came of it, and a way to stop what is not used yet. */
export function Invitations(): ReactNode {
  const { invitations: words, staff } = useWords(peopleWords)
  const { data, error, refetch } = useRead('listInvitations', {})
  const stop = useAct('stopInvitation', { second_factor: true, refresh: ['listInvitations', 'listChanges'] })
  return (
    <div className={styles.section}>
      <Panel title={words.title}>
        {stop.error !== null && <ErrorPanel error={stop.error} />}
        {error !== null ? (
          <ErrorPanel error={error} retry={refetch} />
        ) : (
          <DataTable
            label={words.title}
            rows={data?.data}
            keyOf={({ invitation_id }) => invitation_id}
            empty={<Empty text={words.empty} guide="invitations" />}
            columns={[
              {
                key: 'name',
                title: words.name,
                cell: ({ name, full_name }) => <ShownNames names={{ name, full_name }} />,
                names_row: true,
              },
              { key: 'kind', title: words.kind, cell: ({ renewal }) => (renewal ? words.renewal : words.fresh) },
              { key: 'roles', title: staff.roles, cell: ({ grants }) => <GrantList grants={grants} /> },
              { key: 'state', title: words.state, cell: ({ state }) => <StateTag kind={kinds[state]}>{words.states[state]}</StateTag> },
              { key: 'by', title: words.by, cell: ({ invited_by }) => <PersonName id={invited_by} /> },
              { key: 'created', title: words.created, cell: ({ create_time }) => <Time value={create_time} /> },
              {
                key: 'expires',
                title: words.expires,
                cell: ({ expire_time }) => (expire_time === undefined ? '—' : <Time value={expire_time} />),
              },
              {
                key: 'stop',
                title: '',
                stays: true,
                cell: ({ invitation_id, name, state }) =>
                  (state === 'waiting' || state === 'open') && (
                    <Button
                      type="link"
                      size="small"
                      aria-label={words.stopOf(name)}
                      disabled={stop.isPending}
                      onClick={() => stop.mutate({ invitation_id })}
                    >
                      {words.stop}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Panel>
    </div>
  )
}
