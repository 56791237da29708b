import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { consentWords } from '../../words/consents.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { useWords } from '../../words/use-words.ts'
import { ConsentTable } from './consent-table.tsx'
import { offsetOf, pageInput, pageSearch } from './long-page.ts'
import { RequestTable } from './request-table.tsx'

const consentStates = ['recorded', 'withdrawn', 'superseded', 'used'] as const
const requestStates = ['open', 'agreed', 'refused', 'stopped'] as const

/** What a list of consents or requests is filtered by. */
export interface ListFilter {
  readonly card_ref?: string
  readonly from_day?: string
  readonly to_day?: string
  readonly offset: number
  readonly limit: number
}

/** What members agreed to, and the links by which they were asked. */
export function ConsentsPage(): ReactNode {
  const words = useWords(consentWords)
  const { list: labels } = useWords(invalidateWords)
  const { brand_id } = useBrand()
  const search = useSearch({ from: '/shell/consents' })
  const navigate = useNavigate()
  const asked = search.show === 'requests'
  const { card, from, to } = search
  const set = (change: Readonly<Partial<typeof search>>) =>
    void navigate({ to: '/consents', search: { ...search, offset: undefined, after: undefined, before: undefined, ...change } })
  if (!useMay('look_up', brand_id)) return <NoPermission permission="look_up" title={words.title} />
  const filtered = [search.state, card, from, to].some((one) => one !== undefined)
  const filter: ListFilter = {
    offset: asked ? Number(search.offset ?? 0) || 0 : offsetOf(search),
    limit: 20,
    ...(card === undefined ? {} : { card_ref: card }),
    ...(from === undefined ? {} : { from_day: from }),
    ...(to === undefined ? {} : { to_day: to }),
  }
  const consentState = consentStates.find((one) => one === search.state)
  const requestState = requestStates.find((one) => one === search.state)
  const states = asked
    ? requestStates.map((value) => ({ value, label: words.requestStates[value] }))
    : consentStates.map((value) => ({ value, label: words.states[value] }))
  return (
    <Page title={words.title} lead={words.lead}>
      <p>
        <Segmented
          aria-label={words.tabs.label}
          value={asked ? 'requests' : 'consents'}
          options={[
            { value: 'consents', label: words.tabs.consents },
            { value: 'requests', label: words.tabs.requests },
          ]}
          onChange={(show) => set({ show: show === 'requests' ? 'requests' : undefined, state: undefined })}
        />
      </p>
      <br />
      <FilterBar reset={filtered ? () => void navigate({ to: '/consents', search: asked ? { show: 'requests' } : {} }) : undefined}>
        <FilterSelect
          label={words.columns.state}
          value={(asked ? requestState : consentState) ?? ''}
          options={states}
          choose={(state) => set({ state })}
        />
        <FilterText label={labels.from} type="date" value={from ?? ''} enter={(day) => set({ from: day })} />
        <FilterText label={labels.to} type="date" value={to ?? ''} enter={(day) => set({ to: day })} />
      </FilterBar>
      {asked ? (
        <RequestTable
          brand_id={brand_id}
          filter={filter}
          state={requestState}
          filtered={filtered}
          go={(offset) => set({ offset: String(offset) })}
        />
      ) : (
        <ConsentTable
          brand_id={brand_id}
          filter={filter}
          page={pageInput(search)}
          state={consentState}
          filtered={filtered}
          go={(offset, ids) => set(pageSearch(search, offset, ids))}
        />
      )}
      {card !== undefined && (
        <p>
          <Link to="/cards/$ref" params={{ ref: card }}>
            {words.facts.openCard}
          </Link>
        </p>
      )}
    </Page>
  )
}
