import type { ReactNode } from 'react'
import type { InputOf, ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Pager } from '../../parts/pager.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { peopleWords } from '../../words/people.ts'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import { ChangeDecider, ChangeDecision } from './change-decision.tsx'
import { ChangeSummary } from './change-summary.tsx'
import styles from './people.module.css'

type Change = ReplyOf<'listChanges'>['data'][number]

/** How often it is asked whether others decided something, in milliseconds. */
const every = 15_000

/**
 * A table of changes with what became of each, by whom and when.
 *
 * @param label names the table
 * @param of which changes
 * @param go to another part of the list; left out where the first part is enough
 * @param kinds whether each row says of which kind it is
 */
export function DecidedChanges({
  label,
  of,
  empty,
  go,
  kinds = false,
}: {
  readonly label: string
  readonly of: InputOf<'listChanges'>
  readonly empty: ReactNode
  readonly go?: (offset: number) => void
  readonly kinds?: boolean
}): ReactNode {
  const columns = useColumns(kinds)
  const { data, error, refetch } = useRead('listChanges', of, { every, keepLast: true })
  if (error !== null) return <ErrorPanel error={error} retry={refetch} />
  const { offset = 0, limit = 20 } = of
  return (
    <div className={styles.decided}>
      <DataTable
        label={label}
        rows={data?.data}
        keyOf={({ change_id }) => change_id}
        empty={empty}
        columns={columns}
        foot={go !== undefined && <Pager offset={offset} limit={limit} total={data?.total_count} shown={data?.data.length ?? 0} go={go} />}
      />
    </div>
  )
}

function useColumns(kinds: boolean): readonly Column<Change>[] {
  const { changes: words, everyBrand } = useWords(peopleWords)
  const { changeKinds } = useWords(todayWords)
  return [
    { key: 'state', title: words.state, cell: (change) => <ChangeDecision change={change} /> },
    {
      key: 'content',
      title: words.content,
      names_row: true,
      cell: (change) => (
        <>
          <ChangeSummary change={change} />
          {kinds && (
            <span className={styles.reason}>
              {changeKinds[change.kind]} · {change.brand_id === '*' ? everyBrand : change.brand_id}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'proposed',
      title: words.proposedBy,
      cell: ({ proposed_by, propose_time }) => (
        <>
          <PersonName id={proposed_by} />
          <span className={styles.reason}>
            <Time value={propose_time} />
          </span>
        </>
      ),
    },
    { key: 'decider', title: words.decidedBy, cell: (change) => <ChangeDecider change={change} /> },
  ]
}
