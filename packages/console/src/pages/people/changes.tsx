import { changeKinds } from '@card-member/desk/contract'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { Page } from '../../parts/page.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { peopleWords } from '../../words/people.ts'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import { ChangePanel } from './change-panel.tsx'
import { ConfirmedChange } from './confirmed-change.tsx'
import { DecidedChanges } from './decided-changes.tsx'
import styles from './settings.module.css'

/** How often it is asked whether others proposed or decided something, in milliseconds. */
const every = 15_000
const limit = 20
const decisions = ['applied', 'stopped', 'expired', 'outdated'] as const

/** Changes that wait for another administrator, and below them what became of all others. */
export function ChangesPage(): ReactNode {
  const { changes: words } = useWords(peopleWords)
  return (
    <Page title={words.title} lead={words.lead}>
      <h2 className={styles.title}>{words.waiting}</h2>
      <Waiting />
      <h2 className={styles.title}>{words.history}</h2>
      <Decided />
    </Page>
  )
}

function Waiting(): ReactNode {
  const { changes: words } = useWords(peopleWords)
  const { data, error, refetch } = useRead('listChanges', { state: 'pending', limit: 100 }, { every })
  const [confirmed, setConfirmed] = useState<readonly ReplyOf<'confirmChange'>[]>([])
  const path: string = '/settings'
  const isEmpty = data?.data.length === 0 && confirmed.length === 0
  return (
    <>
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {error === null && data === undefined && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 6 }} />
        </div>
      )}
      {confirmed.map((change) => (
        <ConfirmedChange
          key={change.change_id}
          change={change}
          close={() => setConfirmed(confirmed.filter(({ change_id }) => change_id !== change.change_id))}
        />
      ))}
      {data?.data.map((change) => (
        <ChangePanel key={change.change_id} change={change} onConfirmed={(done) => setConfirmed((others) => [...others, done])} />
      ))}
      {isEmpty && <Empty text={words.empty} act={<Link to={path}>{words.toSettings}</Link>} guide="changes" />}
    </>
  )
}

function Decided(): ReactNode {
  const { changes: words, everyBrand } = useWords(peopleWords)
  const { changeKinds: kindNames } = useWords(todayWords)
  const { brands } = useBrand()
  const search = useSearch({ from: '/shell/changes' })
  const navigate = useNavigate()
  const state = decisions.find((one) => one === search.state)
  const kind = changeKinds.find((one) => one === search.kind)
  const { scope } = search
  const offset = Number(search.offset ?? 0) || 0
  const set = (change: Readonly<Partial<typeof search>>) =>
    void navigate({ to: '/changes', search: { ...search, offset: undefined, ...change } })
  const filtered = [state, kind, scope].some((one) => one !== undefined)
  const scopes = ['*', ...new Set([...brands.map(({ brand_id }) => brand_id), ...(scope === undefined || scope === '*' ? [] : [scope])])]
  return (
    <>
      <FilterBar reset={filtered ? () => void navigate({ to: '/changes', search: {} }) : undefined}>
        <FilterSelect
          label={words.state}
          value={state ?? ''}
          options={decisions.map((value) => ({ value, label: words.states[value] }))}
          choose={(chosen) => set({ state: chosen })}
        />
        <FilterSelect
          label={words.kind}
          value={kind ?? ''}
          options={changeKinds.map((value) => ({ value, label: kindNames[value] }))}
          choose={(chosen) => set({ kind: chosen })}
        />
        <FilterSelect
          label={words.scope}
          value={scope ?? ''}
          options={scopes.map((value) => ({ value, label: value === '*' ? everyBrand : value }))}
          choose={(chosen) => set({ scope: chosen })}
        />
      </FilterBar>
      <DecidedChanges
        label={words.history}
        of={{
          state: state ?? 'decided',
          ...(kind === undefined ? {} : { kind }),
          ...(scope === undefined ? {} : { brand_id: scope }),
          offset,
          limit,
        }}
        empty={<Empty text={filtered ? words.noneMatch : words.noneDecided} />}
        go={(to) => set({ offset: String(to) })}
        kinds
      />
    </>
  )
}
