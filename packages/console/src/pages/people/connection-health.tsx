import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/use-may.ts'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'

/** How often it is asked how connections do, in milliseconds. */
const every = 30_000
const kinds = { working: 'good', failing: 'doubt', unused: 'waiting' } as const

/** Whether the platforms answered lately. */
export function ConnectionHealth(): ReactNode {
  const { connections: words } = useWords(todayWords)
  const mayManage = useMay('administer', '*')
  const { data, error, refetch } = useRead('listConnections', {}, { every })
  const path: string = '/connections'
  return (
    <Panel title={words.title} act={mayManage ? <Link to={path}>{words.all}</Link> : undefined}>
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {error === null && (
        <DataTable
          label={words.title}
          rows={data?.data}
          keyOf={({ name }) => name}
          empty={<Empty text={words.none} act={mayManage && <Link to={path}>{words.all}</Link>} guide="connections" />}
          columns={[
            {
              key: 'name',
              title: words.name,
              cell: ({ name, sandbox }) => (sandbox ? `${name} · ${words.sandbox}` : name),
              names_row: true,
            },
            { key: 'state', title: words.state, cell: ({ health }) => <StateTag kind={kinds[health]}>{words.health[health]}</StateTag> },
            {
              key: 'last',
              title: words.last,
              cell: ({ last_success_time }) => (last_success_time === undefined ? '—' : <Time value={last_success_time} />),
            },
          ]}
        />
      )}
    </Panel>
  )
}
