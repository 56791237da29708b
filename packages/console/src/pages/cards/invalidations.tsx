import { countedMost } from '@card-member/desk/contract'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Pager } from '../../parts/pager.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { consentWords } from '../../words/consents.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { namesOf } from '../../words/names-of.ts'
import { useWords } from '../../words/use-words.ts'
import { BatchLink } from './batch-link.tsx'
import { InvalidationFilters } from './invalidation-filters.tsx'
import { type Invalidation, InvalidationState } from './invalidation-state.tsx'
import { offsetOf, pageInput, pageSearch } from './long-page.ts'

const limit = 20
/** How often the list is read again while an outcome of it is open, in milliseconds. */
const look_ms = 5000

/** The cards that the desk ended, singly and in batches. */
export function InvalidationsPage(): ReactNode {
  const { list: words, states } = useWords(invalidateWords)
  const { brand_id } = useBrand()
  const { member } = useWords(consentWords)
  const search = useSearch({ from: '/shell/invalidations' })
  const navigate = useNavigate()
  const may = useMay('look_up', brand_id)
  const offset = offsetOf(search)
  const state = namesOf(states).find((one) => one === search.state)
  const { by, recorded, card, from, to } = search
  const input = {
    ...{ brand_id, limit },
    ...pageInput(search),
    ...(state === undefined ? {} : { state }),
    ...(by === undefined ? {} : { requested_by: by }),
    ...(recorded === undefined ? {} : { consent_recorded_by: recorded }),
    ...(card === undefined ? {} : { card_ref: card }),
    ...(from === undefined ? {} : { from_day: from }),
    ...(to === undefined ? {} : { to_day: to }),
  }
  const list = useRead('listInvalidations', input, { when: brand_id !== '' && may, every: look_ms, keepLast: true })
  const set = (change: Readonly<Partial<typeof search>>) =>
    void navigate({ to: '/invalidations', search: { ...search, offset: undefined, after: undefined, before: undefined, ...change } })
  const filtered = [state, by, recorded, card, from, to].some((one) => one !== undefined)
  if (!may) return <NoPermission permission="look_up" title={words.title} />
  const rows = list.data?.data
  return (
    <Page title={words.title} lead={words.lead}>
      <InvalidationFilters
        brand_id={brand_id}
        search={search}
        set={set}
        clear={filtered ? () => void navigate({ to: '/invalidations', search: {} }) : undefined}
      />
      {list.error !== null && <ErrorPanel error={list.error} retry={list.refetch} />}
      {(list.error === null || rows !== undefined) && (
        <DataTable
          label={words.title}
          columns={columnsOf(words, member)}
          rows={rows}
          keyOf={({ invalidation_id }) => invalidation_id}
          empty={
            filtered ? (
              <Empty text={words.noneMatch} act={<Link to="/invalidations">{words.all}</Link>} guide="invalidations" />
            ) : (
              <Empty text={words.none} act={<Link to="/find">{words.find}</Link>} guide="invalidations" />
            )
          }
          foot={
            <Pager
              offset={offset}
              limit={limit}
              total={list.data?.total_count}
              least={list.data?.total_count === countedMost}
              shown={rows?.length ?? 0}
              go={(to) => set(pageSearch(search, to, rows?.map(({ invalidation_id }) => invalidation_id) ?? []))}
            />
          }
        />
      )}
    </Page>
  )
}

function columnsOf(words: ReturnType<typeof useWords<(typeof invalidateWords)['zh-CN']>>['list'], member: string): Column<Invalidation>[] {
  return [
    {
      key: 'card',
      title: words.card,
      names_row: true,
      cell: ({ invalidation_id, code_last4 }) => (
        <Link to="/invalidations/$id" params={{ id: invalidation_id }}>
          … {code_last4}
        </Link>
      ),
    },
    { key: 'state', title: words.state, cell: ({ state }) => <InvalidationState state={state} /> },
    { key: 'reason', title: words.reason, cell: ({ invalid_reason }) => invalid_reason },
    {
      key: 'recordedBy',
      title: words.recordedBy,
      cell: ({ consent_recorded_by }) => (consent_recorded_by === 'member' ? member : <PersonName id={consent_recorded_by} />),
    },
    { key: 'by', title: words.by, cell: ({ requested_by }) => <PersonName id={requested_by} /> },
    { key: 'time', title: words.time, cell: ({ start_time }) => <Time value={start_time} /> },
    {
      key: 'batch',
      title: words.batch,
      cell: ({ batch_id }) => (batch_id === undefined ? '—' : <BatchLink batch_id={batch_id}>{batch_id.slice(-8)}</BatchLink>),
    },
  ]
}
