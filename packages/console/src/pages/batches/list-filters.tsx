import { batchStates } from '@card-member/desk/contract'
import { Switch } from 'antd'
import type { ReactNode } from 'react'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { useSession } from '../../shell/session.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './batches.module.css'
import type { ListSearch } from './list-search.ts'

/** The filters of the list of batches, which are in its address. */
export function ListFilters({
  search: { state, author, from_day, to_day },
  change,
}: {
  readonly search: ListSearch
  readonly change: (changed: ListSearch) => void
}): ReactNode {
  const words = useWords(batchWords)
  const { staff_id } = useSession()
  const isFiltered = [state, author, from_day, to_day].some((value) => value !== undefined)
  const reset = () => change({ state: undefined, author: undefined, from_day: undefined, to_day: undefined })
  return (
    <FilterBar reset={isFiltered ? reset : undefined}>
      <FilterSelect
        label={words.filters.state}
        value={state ?? ''}
        options={batchStates.map((value) => ({ value, label: words.states[value] }))}
        choose={(chosen) => change({ state: chosen })}
      />
      <FilterText label={words.filters.from} type="date" value={from_day ?? ''} enter={(day) => change({ from_day: day })} />
      <FilterText label={words.filters.to} type="date" value={to_day ?? ''} enter={(day) => change({ to_day: day })} />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: antd's switch is the control */}
      <label className={styles.switch}>
        <Switch
          size="small"
          aria-label={words.filters.mine}
          checked={author === staff_id}
          onChange={(mine) => change({ author: mine ? staff_id : undefined })}
        />
        <span aria-hidden>{words.filters.mine}</span>
      </label>
    </FilterBar>
  )
}
