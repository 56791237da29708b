import { Progress } from 'antd'
import type { ReactNode } from 'react'
import { durationText } from '../../parts/countdown.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Time } from '../../parts/time.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { useRate } from './use-rate.ts'

/** How far a check or a run is: a bar, its rate now, the time left, the end. */
export function LiveProgress({
  label,
  done,
  total,
  isMoving,
  hasBar = true,
  seconds_left,
  expected_end,
}: {
  readonly label: string
  readonly done: number
  readonly total: number
  readonly isMoving: boolean
  /** Left out where another bar shows the same. */
  readonly hasBar?: boolean
  readonly seconds_left?: number | undefined
  readonly expected_end?: string | undefined
}): ReactNode {
  const { run: words, of } = useWords(batchWords)
  const rate = useRate(done)
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
  return (
    <>
      {hasBar && <Progress percent={percent} status={isMoving ? 'active' : 'normal'} aria-label={label} />}
      <Facts
        facts={[
          { name: label, value: of(done, total) },
          { name: words.rate, value: isMoving && rate !== undefined ? words.measured(rate.toFixed(1)) : null },
          { name: words.left, value: seconds_left === undefined ? null : durationText(seconds_left) },
          { name: words.end, value: expected_end === undefined ? null : <Time value={expected_end} /> },
        ]}
      />
    </>
  )
}
