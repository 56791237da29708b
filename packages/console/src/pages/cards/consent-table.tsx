import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { InputOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import { ConsentState } from './consent-state.tsx'
import type { ListFilter } from './consents.tsx'
import { ListedTable } from './listed-table.tsx'
import type { pageInput } from './long-page.ts'

interface ConsentTableProps {
  readonly brand_id: string
  readonly filter: ListFilter
  /** Behind which row the page begins, or before which it ends. */
  readonly page: ReturnType<typeof pageInput>
  readonly state: InputOf<'listConsents'>['state']
  readonly filtered: boolean
  readonly go: (offset: number, ids: readonly string[]) => void
}

/** Consents, the newest first. */
export function ConsentTable({ brand_id, filter, page, state, filtered, go }: ConsentTableProps): ReactNode {
  const words = useWords(consentWords)
  const { offset: _offset, ...kept } = filter
  const input = { brand_id, ...kept, ...page, ...(state === undefined ? {} : { state }) }
  const read = useRead('listConsents', input, { when: brand_id !== '', keepLast: true })
  return (
    <ListedTable
      label={words.title}
      read={read}
      keyOf={({ consent_id }) => consent_id}
      filter={filter}
      long
      filtered={filtered}
      none={words.none}
      guide="consents"
      all={{}}
      go={go}
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
    />
  )
}
