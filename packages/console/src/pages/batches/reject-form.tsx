import { Button, Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import form from './approve-form.module.css'
import styles from './batches.module.css'

const longestReason = 200

/** Rejects a plan, with a reason that everybody sees afterwards. */
export function RejectForm({
  batch_id,
  plan_count,
  back,
}: {
  readonly batch_id: string
  readonly plan_count: number
  readonly back: () => void
}): ReactNode {
  const { approve: words, run } = useWords(batchWords)
  const isOnline = useOnline()
  const [reason, setReason] = useState('')
  const id = useId()
  const reject = useAct('rejectBatch', { second_factor: true, refresh: ['getBatch', 'listBatches', 'getToday'] })
  return (
    <div className={form.steps}>
      <h3>{words.rejectTitle}</h3>
      <p>{words.rejectText}</p>
      <div className={form.field}>
        <label htmlFor={id}>{words.rejectReason}</label>
        <Input id={id} maxLength={longestReason} showCount value={reason} onChange={({ target }) => setReason(target.value)} />
      </div>
      {reject.error !== null && <ErrorPanel error={reject.error} />}
      <div className={styles.acts}>
        <Button
          type="primary"
          disabled={reason.trim() === '' || !isOnline}
          loading={reject.isPending}
          onClick={() => reject.mutate({ batch_id, reason: reason.trim() })}
        >
          {words.rejectSubmit(plan_count)}
        </Button>
        <Button onClick={back}>{run.keep}</Button>
      </div>
    </div>
  )
}
