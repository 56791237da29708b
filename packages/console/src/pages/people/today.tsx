import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Page } from '../../parts/page.tsx'
import { todayWords } from '../../words/today.ts'
import { useWords } from '../../words/use-words.ts'
import { ConnectionHealth } from './connection-health.tsx'
import { DayBars } from './day-bars.tsx'
import { FirstSteps } from './first-steps.tsx'
import { WaitingLists } from './waiting-lists.tsx'

/** How often it is asked what waits, in milliseconds. */
const every = 15_000

/** What waits for who is signed in, how many cards ended on the last days, and whether the platform answers. */
export function TodayPage(): ReactNode {
  const words = useWords(todayWords)
  const today = useRead('getToday', {}, { every })
  return (
    <Page title={words.title}>
      <FirstSteps today={today.data} />
      {today.error !== null && <ErrorPanel error={today.error} retry={today.refetch} />}
      {today.isPending && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 6 }} />
        </div>
      )}
      {today.data !== undefined && (
        <>
          <WaitingLists today={today.data} />
          {today.data.days !== undefined && <DayBars days={today.data.days} />}
        </>
      )}
      <ConnectionHealth />
    </Page>
  )
}
