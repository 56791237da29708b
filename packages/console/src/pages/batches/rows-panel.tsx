import { preflights, rowStates } from '@card-member/desk/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import type { Column } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { LongTable } from '../../parts/long-table.tsx'
import { Pager } from '../../parts/pager.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { RowTag } from './batch-tag.tsx'
import styles from './batches.module.css'
import { RowMessage } from './row-message.tsx'
import { type RowsFilter, useRows } from './use-rows.ts'

type Row = ReplyOf<'listBatchRows'>['data'][number]

/** Browsers draw no element higher than some 17 million pixels: a longer batch has several parts. */
const partRows = 400_000

/** Every row of a batch: filtered by state and by what was found, as many as there are. */
export function RowsPanel({ batch_id }: { readonly batch_id: string }): ReactNode {
  const { rowsTable: words, ...all } = useWords(batchWords)
  const { row_state: state, found: preflight } = useSearch({ from: '/shell/batches/$batch_id' })
  const navigate = useNavigate({ from: '/batches/$batch_id' })
  const [from, setFrom] = useState(0)
  const filter = { ...(state !== undefined && { state }), ...(preflight !== undefined && { preflight }) }
  // How many there are stays known while other rows are on their way.
  const counted = useRead('listBatchRows', { batch_id, ...filter, limit: 1 }, { keepLast: true })
  const count = counted.data?.total_count
  const choose = (changed: { readonly row_state?: typeof state; readonly found?: typeof preflight }) => {
    setFrom(0)
    void navigate({ search: (last) => ({ ...last, ...changed }) })
  }
  const isFiltered = state !== undefined || preflight !== undefined
  const clear = () => choose({ row_state: undefined, found: undefined })
  return (
    <Panel title={words.title}>
      <FilterBar reset={isFiltered ? clear : undefined}>
        <FilterSelect
          label={all.filters.state}
          value={state ?? ''}
          options={rowStates.map((value) => ({ value, label: all.rowStates[value] }))}
          choose={(row_state) => choose({ row_state })}
        />
        <FilterSelect
          label={all.filters.found}
          value={preflight ?? ''}
          options={preflights.map((value) => ({ value, label: all.preflights[value] }))}
          choose={(found) => choose({ found })}
        />
      </FilterBar>
      {counted.error !== null && <ErrorPanel error={counted.error} />}
      {count === 0 ? (
        <Empty text={words.empty} act={isFiltered && <Button onClick={clear}>{words.showAll}</Button>} guide="rows" />
      ) : (
        <RowsTable key={`${state} ${preflight} ${from}`} batch_id={batch_id} filter={filter} from={from} count={count ?? 0} />
      )}
      {count !== undefined && count > partRows && (
        <Pager offset={from} limit={partRows} total={count} shown={Math.min(partRows, count - from)} go={setFrom} />
      )}
    </Panel>
  )
}

interface RowsTableProps {
  readonly batch_id: string
  readonly filter: RowsFilter
  /** The place of the first row. */
  readonly from: number
  readonly count: number
}

/** The rows in sight; while they scroll, nothing else of the page is worked out anew. */
function RowsTable({ batch_id, filter, from, count }: RowsTableProps): ReactNode {
  const { rowsTable: words } = useWords(batchWords)
  const { rowAt, onSight, error } = useRows(batch_id, filter, from, count)
  const columns = useRowColumns()
  return (
    <>
      {error !== null && <ErrorPanel error={error} />}
      <LongTable label={words.label} columns={columns} count={Math.min(partRows, count - from)} rowAt={rowAt} onSight={onSight} />
    </>
  )
}

/** The columns of rows, members masked. */
export function useRowColumns(): readonly Column<Row>[] {
  const { rowsTable, preflights: found } = useWords(batchWords)
  const { language } = usePreferences()
  return useMemo(() => {
    const { columns: words } = rowsTable
    return [
      { key: 'line', title: words.line, width: 88, align: 'end', cell: ({ line }) => line },
      {
        key: 'card',
        title: words.card,
        width: 144,
        cell: ({ user_card_code, code_last4 }) => <MaskedCode code={user_card_code ?? `****${code_last4}`} />,
      },
      { key: 'openid', title: words.openid, width: 144, cell: ({ openid = '' }) => <span className={styles.cell}>{openid}</span> },
      { key: 'found', title: words.found, width: 200, cell: ({ preflight }) => (preflight === undefined ? '' : found[preflight]) },
      { key: 'state', title: words.state, width: 168, cell: ({ state }) => <RowTag state={state} /> },
      { key: 'message', title: words.message, width: 320, cell: (row) => <RowMessage row={row} language={language} /> },
      {
        key: 'time',
        title: words.time,
        width: 256,
        cell: ({ invalid_time }) => (invalid_time === undefined ? '' : <Time value={invalid_time} />),
      },
      {
        key: 'reason',
        title: words.reason,
        width: 192,
        cell: ({ invalid_reason = '' }) => <span title={invalid_reason}>{invalid_reason}</span>,
      },
    ]
  }, [rowsTable, found, language])
}

function MaskedCode({ code }: { readonly code: string }): ReactNode {
  return (
    <code className={styles.cell}>
      {code.slice(0, -4)}
      <strong>{code.slice(-4)}</strong>
    </code>
  )
}
