import { Button } from 'antd'
import type { ReactNode } from 'react'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { FilterPerson } from '../../parts/filter-person.tsx'
import { auditWords } from '../../words/audit.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import type { AuditSearch } from './routes.tsx'

/** What the list of events is filtered by. */
interface EventFiltersProps {
  /** `-` for the log of the desk as a whole. */
  readonly brand_id: string
  readonly search: AuditSearch
  readonly set: (change: Readonly<Partial<AuditSearch>>) => void
  readonly clear: () => void
}

/** The filters of the log: who, what, batch, card, days. */
export function EventFilters({ brand_id, search, set, clear }: EventFiltersProps): ReactNode {
  const words = useWords(auditWords)
  const { filters } = words
  const { people } = useWords(shellWords)
  const { actor, action, batch, card, hash, from, to } = search
  const filtered = [actor, action, batch, card, hash, from, to].some((one) => one !== undefined)
  return (
    <FilterBar reset={filtered ? clear : undefined}>
      {brand_id === '-' ? (
        <FilterText label={filters.actor} value={actor ?? ''} enter={(value) => set({ actor: value?.trim() })} />
      ) : (
        <FilterPerson
          label={filters.actor}
          brand_id={brand_id}
          value={actor ?? ''}
          others={[
            { id: 'desk', name: people.desk },
            { id: 'local', name: people.local },
            { id: 'member', name: words.member },
          ]}
          choose={(person) => set({ actor: person })}
        />
      )}
      <FilterSelect label={filters.action} value={action ?? ''} options={useActions()} choose={(value) => set({ action: value })} />
      <FilterText label={filters.batch} value={batch ?? ''} enter={(value) => set({ batch: value?.trim() })} />
      <FilterText label={filters.from} type="date" value={from ?? ''} enter={(value) => set({ from: value })} />
      <FilterText label={filters.to} type="date" value={to ?? ''} enter={(value) => set({ to: value })} />
      {(card ?? hash) !== undefined && (
        <Button onClick={() => set({ card: undefined, hash: undefined })}>
          {words.oneCard} · {words.allCards}
        </Button>
      )}
    </FilterBar>
  )
}

function useActions(): { readonly value: string; readonly label: string }[] {
  const { actions, groups } = useWords(auditWords)
  const names: Readonly<Record<string, string>> = groups
  return Object.entries(actions)
    .map(([value, label]) => ({ value, label: `${names[value.split('.')[0] ?? ''] ?? ''} · ${label}` }))
    .sort((one, other) => one.label.localeCompare(other.label, 'zh-CN'))
}
