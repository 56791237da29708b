import { Link } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Page } from '../../parts/page.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { ChangePanel } from './change-panel.tsx'
import { ConfirmedChange } from './confirmed-change.tsx'

/** How often it is asked whether others proposed or decided something, in milliseconds. */
const every = 15_000

/** Changes that wait for another administrator. */
export function ChangesPage(): ReactNode {
  const { changes: words } = useWords(peopleWords)
  const { data, error, refetch } = useRead('listChanges', {}, { every })
  const [confirmed, setConfirmed] = useState<readonly ReplyOf<'confirmChange'>[]>([])
  const path: string = '/settings'
  const isEmpty = data?.data.length === 0 && confirmed.length === 0
  return (
    <Page title={words.title} lead={words.lead}>
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
      {isEmpty && <Empty text={words.empty} act={<Link to={path}>{words.toSettings}</Link>} />}
    </Page>
  )
}
