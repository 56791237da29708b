import { countedMost } from '@card-member/desk/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import type { GuideSection } from '../../parts/guide-section.ts'
import { Pager } from '../../parts/pager.tsx'
import { consentWords } from '../../words/consents.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { useWords } from '../../words/use-words.ts'
import type { ListFilter } from './consents.tsx'

/** One page of a list that the desk answers with. */
interface ListRead<Row> {
  readonly data: { readonly data: readonly Row[]; readonly total_count: number } | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

interface ListedTableProps<Row> {
  readonly label: string
  readonly read: ListRead<Row>
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly filter: ListFilter
  /** Whether the list may have a million rows, and is counted so far only. */
  readonly long?: boolean
  readonly filtered: boolean
  /** What is said when there is nothing at all, and where the guide tells how that changes. */
  readonly none: string
  readonly guide: GuideSection
  /** Leads to the same list without filters. */
  readonly all: { readonly show?: string }
  /** Goes to the page that begins at an offset, from the ids of the rows on this one. */
  readonly go: (offset: number, ids: readonly string[]) => void
}

/** A list of what members agreed to or were asked, page by page: both begin with a card that is found. */
export function ListedTable<Row>({
  label,
  read,
  columns,
  keyOf,
  filter,
  long = false,
  filtered,
  none,
  guide,
  all,
  go,
}: ListedTableProps<Row>): ReactNode {
  const words = useWords(consentWords)
  const { list } = useWords(invalidateWords)
  const { data, error } = read
  if (error !== null && data === undefined) return <ErrorPanel error={error} retry={read.refetch} />
  const empty = filtered ? (
    <Empty
      text={words.noneMatch}
      act={
        <Link to="/consents" search={all}>
          {words.all}
        </Link>
      }
      guide={guide}
    />
  ) : (
    <Empty text={none} act={<Link to="/find">{list.find}</Link>} guide={guide} />
  )
  const rows = data?.data ?? []
  const foot = (
    <Pager
      offset={filter.offset}
      limit={filter.limit}
      total={data?.total_count}
      least={long && data?.total_count === countedMost}
      shown={rows.length}
      go={(to) => go(to, rows.map(keyOf))}
    />
  )
  return <DataTable label={label} rows={data?.data} keyOf={keyOf} empty={empty} columns={columns} foot={foot} />
}
