import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { InputOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Pager } from '../../parts/pager.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { consentWords } from '../../words/consents.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { useWords } from '../../words/use-words.ts'
import { ConsentState } from './consent-state.tsx'
import type { ListFilter } from './consents.tsx'

interface ConsentTableProps {
  readonly brand_id: string
  readonly filter: ListFilter
  readonly state: InputOf<'listConsents'>['state']
  readonly filtered: boolean
  readonly go: (offset: number) => void
}

/** Consents, the newest first. */
export function ConsentTable({ brand_id, filter, state, filtered, go }: ConsentTableProps): ReactNode {
  const words = useWords(consentWords)
  const { list } = useWords(invalidateWords)
  const input = { brand_id, ...filter, ...(state === undefined ? {} : { state }) }
  const read = useRead('listConsents', input, { when: brand_id !== '', keepLast: true })
  if (read.error !== null && read.data === undefined) return <ErrorPanel error={read.error} retry={read.refetch} />
  return (
    <DataTable
      label={words.title}
      rows={read.data?.data}
      keyOf={({ consent_id }) => consent_id}
      empty={filtered ? <Empty text={words.noneMatch} /> : <Empty text={words.none} act={<Link to="/find">{list.find}</Link>} />}
      columns={[
        {
          key: 'card',
          title: words.columns.card,
          names_row: true,
          cell: ({ consent_id, code_last4 }) => (
            <Link to="/consents/$id" params={{ id: consent_id }}>
              … {code_last4}
            </Link>
          ),
        },
        { key: 'state', title: words.columns.state, cell: (consent) => <ConsentState state={consent.state} /> },
        { key: 'channel', title: words.columns.channel, cell: ({ channel }) => words.channels[channel] },
        { key: 'agreed', title: words.columns.agreed, cell: ({ agreed_at }) => <Time value={agreed_at} /> },
        {
          key: 'by',
          title: words.columns.by,
          cell: ({ recorded_by }) => (recorded_by === 'member' ? words.member : <PersonName id={recorded_by} />),
        },
        { key: 'reason', title: words.columns.reason, cell: ({ invalid_reason }) => invalid_reason },
      ]}
      foot={
        <Pager offset={filter.offset} limit={filter.limit} total={read.data?.total_count} shown={read.data?.data.length ?? 0} go={go} />
      }
    />
  )
}
