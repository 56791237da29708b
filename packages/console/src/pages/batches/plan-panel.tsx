import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { durationText } from '../../parts/countdown.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { useSession } from '../../shell/session.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { ApproveForm } from './approve-form.tsx'
import styles from './batches.module.css'
import { useStopText } from './use-stop-text.ts'

type Batch = ReplyOf<'getBatch'>

/** The plan of a checked batch with its forecast, and its approval by somebody else than its author. */
export function PlanPanel({ batch, mayApprove }: { readonly batch: Batch; readonly mayApprove: boolean }): ReactNode {
  const { plan: words, approve } = useWords(batchWords)
  const { staff_id } = useSession()
  const { batch_id, plan_sha256 = '', plan_count = 0, author, approvals } = batch
  const forecast = useRead('forecastBatch', { batch_id }, { when: plan_count > 0 })
  const reason = useStopText()(batch)
  const isAuthor = author === staff_id
  const hasApproved = approvals.some((approval) => approval.staff_id === staff_id)
  return (
    <Panel title={words.title}>
      <p className={styles.big}>{plan_count === 0 ? words.nothing : words.text(plan_count)}</p>
      {reason !== undefined && <p role="note">{reason}</p>}
      <p className={`${styles.hash} ${styles.lead}`}>{plan_sha256}</p>
      {plan_count > 0 && forecast.data !== undefined && (
        <Facts
          facts={[
            { name: words.calls, value: words.callsOf(forecast.data.calls_left.read, forecast.data.calls_left.invalidate) },
            { name: words.rate, value: forecast.data.per_second === undefined ? null : words.perSecond(forecast.data.per_second) },
            { name: words.left, value: forecast.data.seconds_left === undefined ? null : durationText(forecast.data.seconds_left) },
            { name: words.end, value: forecast.data.expected_end === undefined ? null : <Time value={forecast.data.expected_end} /> },
          ]}
        />
      )}
      {plan_count > 0 && isAuthor && (
        <p role="note" className={styles.note}>
          {mayApprove ? approve.self : words.waiting}
        </p>
      )}
      {plan_count > 0 && !isAuthor && hasApproved && (
        <p role="note" className={styles.note}>
          {approve.approved}
        </p>
      )}
      {plan_count > 0 && !isAuthor && !mayApprove && (
        <p role="note" className={styles.note}>
          {words.waiting}
        </p>
      )}
      {plan_count > 0 && !isAuthor && mayApprove && !hasApproved && (
        <ApproveForm key={plan_sha256} batch_id={batch_id} plan_count={plan_count} plan_sha256={plan_sha256} />
      )}
    </Panel>
  )
}
