import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/use-may.ts'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './today.module.css'

type Today = ReplyOf<'getToday'>
type Batches = NonNullable<Today['to_approve']>

/** Everything that waits for somebody, a panel each with links; where nothing does, what to do next. */
export function WaitingLists({ today }: { readonly today: Today }): ReactNode {
  const words = useWords(todayWords)
  const mayFind = useMay('look_up', '*') || today.unknown !== undefined
  const { to_approve, stopped, canaries, unknown, changes } = today
  const count = [to_approve, stopped, canaries, unknown, changes].reduce((sum, list) => sum + (list?.total_count ?? 0), 0)
  if (count === 0) {
    const find = <Link to={'/find' as string}>{words.findCard}</Link>
    return (
      <Panel title={words.waiting}>
        <Empty text={words.nothing} act={mayFind ? find : undefined} guide="today" />
      </Panel>
    )
  }
  return (
    <div className={styles.lists}>
      <BatchList title={words.to_approve} list={to_approve} path="/batches?waiting=true" />
      <BatchList title={words.stopped} list={stopped} path="/batches?state=stopped_by_breaker" tone="doubt" />
      <BatchList title={words.canaries} list={canaries} path="/batches?state=paused" />
      <UnknownList list={unknown} />
      <ChangeList list={changes} />
    </div>
  )
}

function BatchList({
  title,
  list,
  path,
  tone = 'plain',
}: {
  readonly title: string
  readonly list: Batches | undefined
  readonly path: string
  readonly tone?: 'plain' | 'doubt'
}): ReactNode {
  const words = useWords(todayWords)
  if (list === undefined || list.total_count === 0) return null
  return (
    <Panel title={title} act={<Count list={list} path={path} />} tone={tone}>
      <ul className={styles.list}>
        {list.data.map(({ batch_id, brand_id, file_name, plan_count, author, create_time }) => {
          const to = `/batches/${batch_id}?brand=${brand_id}`
          return (
            <li key={batch_id}>
              <Link to={to}>{words.batchOf(file_name)}</Link>
              <span className={styles.soft}>
                {words.cards(plan_count)} · <PersonName id={author} /> · <Time value={create_time} />
              </span>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

function UnknownList({ list }: { readonly list: Today['unknown'] }): ReactNode {
  const words = useWords(todayWords)
  if (list === undefined || list.total_count === 0) return null
  return (
    <Panel title={words.unknown} act={<Count list={list} path="/invalidations?state=unknown" />} tone="doubt">
      <p className={styles.soft}>{words.settles}</p>
      <ul className={styles.list}>
        {list.data.map(({ invalidation_id, code_last4, start_time, requested_by }) => (
          <li key={invalidation_id}>
            <span>{words.card(code_last4)}</span>
            <span className={styles.soft}>
              <PersonName id={requested_by} /> · <Time value={start_time} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function ChangeList({ list }: { readonly list: Today['changes'] }): ReactNode {
  const words = useWords(todayWords)
  if (list.total_count === 0) return null
  return (
    <Panel title={words.changes} act={<Count list={list} path="/changes" />}>
      <ul className={styles.list}>
        {list.data.map(({ change_id, kind, proposed_by, propose_time }) => (
          <li key={change_id}>
            <Link to={'/changes' as string}>{words.changeKinds[kind]}</Link>
            <span className={styles.soft}>
              <PersonName id={proposed_by} /> · <Time value={propose_time} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Count({
  list: { total_count, data },
  path,
}: {
  readonly list: { total_count: number; data: readonly unknown[] }
  readonly path: string
}): ReactNode {
  const words = useWords(todayWords)
  if (total_count <= data.length) return <span className={styles.count}>{total_count}</span>
  return <Link to={path}>{words.all(total_count)}</Link>
}
