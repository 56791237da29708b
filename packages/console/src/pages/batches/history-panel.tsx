import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { useStopText } from './use-stop-text.ts'

type Step = ReplyOf<'listBatchSteps'>['data'][number]

/** Each start and stop of a batch: when, by whom, why. */
export function HistoryPanel({ batch: { batch_id, state } }: { readonly batch: ReplyOf<'getBatch'> }): ReactNode {
  const { history: words } = useWords(batchWords)
  const stopText = useStopText()
  const { data, error, refetch } = useRead('listBatchSteps', { batch_id })
  const columns: readonly Column<Step>[] = [
    { key: 'time', title: words.time, cell: ({ time }) => <Time value={time} /> },
    { key: 'what', title: words.what, names_row: true, cell: ({ action }) => words.steps[action] },
    { key: 'who', title: words.who, cell: ({ staff_id }) => <PersonName id={staff_id} /> },
    { key: 'why', title: words.why, cell: (step) => (step.action === 'stopped_by_breaker' ? (stopText(step) ?? '') : '') },
  ]
  if (data?.data.length === 0) return null
  return (
    <Panel title={words.title}>
      {error === null ? (
        <DataTable
          key={state}
          label={words.title}
          columns={columns}
          rows={data?.data}
          keyOf={({ number }) => String(number)}
          empty={null}
        />
      ) : (
        <ErrorPanel error={error} retry={refetch} />
      )}
    </Panel>
  )
}
