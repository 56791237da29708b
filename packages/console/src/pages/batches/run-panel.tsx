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

type Batch = ReplyOf<'getBatch'>

const refresh = ['getBatch', 'listBatches', 'getToday'] as const

/** The run of an approved batch: how far it is, why it waits or stopped, and what can be done. */
export function RunPanel({ batch, mayRun }: { readonly batch: Batch; readonly mayRun: boolean }): ReactNode {
  const { run: words, rowStates } = useWords(batchWords)
  const isOnline = useOnline()
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
      <StopReason batch={batch} />
      <Waiting batch={batch} />
      {state !== 'approved' && (
        <>
          <LiveProgress
            label={words.label}
            done={done}
            total={plan_count}
            isMoving={state === 'running'}
            seconds_left={state === 'running' ? seconds_left : undefined}
            expected_end={state === 'running' ? expected_end : undefined}
          />
          <CountBar label={words.label} parts={stateParts(counts, rowStates)} />
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

/** Why a batch stopped. */
export function StopReason({ batch }: { readonly batch: Batch }): ReactNode {
  const { run: words } = useWords(batchWords)
  const { stop_kind, stop_code = '', stop_count = 0, stop_of = 0 } = batch
  if (stop_kind === undefined) return null
  if (stop_kind === 'same_code') return <p className={styles.big}>{words.stopped.same_code(stop_code, stop_count)}</p>
  if (stop_kind === 'failure_share') return <p className={styles.big}>{words.stopped.failure_share(stop_count, stop_of)}</p>
  return <p className={styles.big}>{words.stopped[stop_kind]}</p>
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
