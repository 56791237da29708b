import type { ReactNode } from 'react'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { FilterPerson } from '../../parts/filter-person.tsx'
import { consentWords } from '../../words/consents.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { namesOf } from '../../words/names-of.ts'
import { useWords } from '../../words/use-words.ts'

/** What the list is filtered by, as its address holds it. */
interface InvalidationSearch {
  readonly state?: string | undefined
  readonly by?: string | undefined
  readonly recorded?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

interface InvalidationFiltersProps {
  readonly brand_id: string
  readonly search: InvalidationSearch
  readonly set: (change: InvalidationSearch) => void
  /** Undefined while nothing is filtered. */
  readonly clear: (() => void) | undefined
}

/** The filters of the list: outcome, who recorded the consent, who ended the card, days. */
export function InvalidationFilters({ brand_id, search, set, clear }: InvalidationFiltersProps): ReactNode {
  const { list: words, states } = useWords(invalidateWords)
  const { member } = useWords(consentWords)
  const { by, recorded, from, to } = search
  const state = namesOf(states).find((one) => one === search.state)
  return (
    <FilterBar reset={clear}>
      <FilterSelect
        label={words.state}
        value={state ?? ''}
        options={namesOf(states).map((value) => ({ value, label: states[value] }))}
        choose={(chosen) => set({ state: chosen })}
      />
      <FilterPerson
        label={words.recordedBy}
        brand_id={brand_id}
        value={recorded ?? ''}
        others={[{ id: 'member', name: member }]}
        choose={(person) => set({ recorded: person })}
      />
      <FilterPerson label={words.by} brand_id={brand_id} value={by ?? ''} choose={(person) => set({ by: person })} />
      <FilterText label={words.from} type="date" value={from ?? ''} enter={(day) => set({ from: day })} />
      <FilterText label={words.to} type="date" value={to ?? ''} enter={(day) => set({ to: day })} />
    </FilterBar>
  )
}
