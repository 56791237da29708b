import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { Countdown } from '../../parts/countdown.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { stateParts } from './bars.ts'
import styles from './batches.module.css'
import { CountBar } from './count-bar.tsx'
import { LiveProgress } from './live-progress.tsx'
import { useStopText } from './use-stop-text.ts'

type Batch = ReplyOf<'getBatch'>

const refresh = ['getBatch', 'listBatches', 'getToday'] as const

/** The run of an approved batch: how far it is, why it waits or stopped, and what can be done. */
export function RunPanel({ batch, mayRun }: { readonly batch: Batch; readonly mayRun: boolean }): ReactNode {
  const { run: words, rowStates } = useWords(batchWords)
  const isOnline = useOnline()
  const reason = useStopText()(batch)
  const [isCancelling, setCancelling] = useState(false)
  const run = useAct('runBatch', { refresh })
  const pause = useAct('pauseBatch', { refresh })
  const resume = useAct('resumeBatch', { refresh })
  const cancel = useAct('cancelBatch', { refresh, onDone: () => setCancelling(false) })
  const { batch_id, state, counts, plan_count = 0, seconds_left, expected_end, canary_left } = batch
  const left = counts.pending
  const done = Math.max(0, plan_count - left - counts.sending - counts.unknown)
  const error = run.error ?? pause.error ?? resume.error ?? cancel.error
  const isStopped = state === 'paused' || state === 'stopped_by_breaker'
  const act = { batch_id }
  return (
    <Panel title={words.title} tone={state === 'stopped_by_breaker' ? 'doubt' : 'plain'}>
      {state === 'approved' && <p>{words.ready}</p>}
      {reason !== undefined && <p className={styles.big}>{reason}</p>}
      <Waiting batch={batch} />
      {state !== 'approved' && (
        <>
          <CountBar label={words.label} parts={stateParts(counts, rowStates)} />
          <LiveProgress
            label={words.label}
            done={done}
            total={plan_count}
            isMoving={state === 'running'}
            hasBar={false}
            seconds_left={state === 'running' ? seconds_left : undefined}
            expected_end={state === 'running' ? expected_end : undefined}
          />
        </>
      )}
      {state === 'running' && canary_left !== undefined && <p>{words.canary(canary_left)}</p>}
      {error !== null && <ErrorPanel error={error} />}
      {mayRun && !isCancelling && (
        <div className={styles.acts}>
          {state === 'approved' && (
            <Button type="primary" danger disabled={!isOnline} loading={run.isPending} onClick={() => run.mutate(act)}>
              {words.start(left)}
            </Button>
          )}
          {state === 'running' && (
            <Button type="primary" disabled={!isOnline} loading={pause.isPending} onClick={() => pause.mutate(act)}>
              {words.pause}
            </Button>
          )}
          {isStopped && (
            <Button type="primary" danger disabled={!isOnline} loading={resume.isPending} onClick={() => resume.mutate(act)}>
              {words.resume(left)}
            </Button>
          )}
          {(state === 'running' || isStopped || state === 'approved') && (
            <Button disabled={!isOnline} onClick={() => setCancelling(true)}>
              {words.cancel(left)}
            </Button>
          )}
        </div>
      )}
      {mayRun && isCancelling && (
        <>
          <p role="note">{words.cancelText}</p>
          <div className={styles.acts}>
            <Button type="primary" disabled={!isOnline} loading={cancel.isPending} onClick={() => cancel.mutate(act)}>
              {words.cancel(left)}
            </Button>
            <Button onClick={() => setCancelling(false)}>{words.keep}</Button>
          </div>
        </>
      )}
    </Panel>
  )
}

function Waiting({ batch: { waits_for, waits_until } }: { readonly batch: Batch }): ReactNode {
  const { run: words } = useWords(batchWords)
  if (waits_for === undefined) return null
  return (
    <p role="status">
      {words.waits[waits_for]}
      {waits_until !== undefined && (
        <>
          {' · '}
          {words.until} <Time value={waits_until} /> (<Countdown until={waits_until} />)
        </>
      )}
    </p>
  )
}
