import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { foundParts } from './bars.ts'
import styles from './batches.module.css'
import { CountBar } from './count-bar.tsx'
import { LiveProgress } from './live-progress.tsx'

type Batch = ReplyOf<'getBatch'>

/** The check of a batch: how to start it, how far it is, and what it found. */
export function CheckPanel({ batch, mayPrepare }: { readonly batch: Batch; readonly mayPrepare: boolean }): ReactNode {
  const { check: words, found, preflights } = useWords(batchWords)
  const isOnline = useOnline()
  const check = useAct('checkBatch', { refresh: ['getBatch'] })
  const { batch_id, state, row_count, faulty_count, preflight = {}, seconds_left, expected_end } = batch
  const total = row_count - faulty_count
  const read = Object.values(preflight).reduce((sum, count) => sum + count, 0)
  const mayStart = mayPrepare && (state === 'uploaded' || state === 'checked' || state === 'approved') && total > 0
  return (
    <Panel
      title={read === 0 && state !== 'checking' ? words.title : found.title}
      act={
        mayStart && state !== 'uploaded' ? (
          <Button type="link" loading={check.isPending} disabled={!isOnline} onClick={() => check.mutate({ batch_id })}>
            {words.again}
          </Button>
        ) : undefined
      }
    >
      {read > 0 && (
        <CountBar
          label={found.label}
          parts={foundParts(preflight, preflights, { name: found.unchecked, count: Math.max(0, total - read) })}
        />
      )}
      {state === 'checking' && (
        <LiveProgress label={words.label} done={read} total={total} isMoving seconds_left={seconds_left} expected_end={expected_end} />
      )}
      {check.error !== null && <ErrorPanel error={check.error} />}
      {state === 'uploaded' && (
        <>
          <p>{words.text}</p>
          {mayStart && (
            <div className={styles.acts}>
              <Button type="primary" loading={check.isPending} disabled={!isOnline} onClick={() => check.mutate({ batch_id })}>
                {words.start(total)}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  )
}
