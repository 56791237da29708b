import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './batches.module.css'

/** Cancels a batch that has not begun to run, after a second press. */
export function CancelBatch({ batch_id }: { readonly batch_id: string }): ReactNode {
  const { run: words } = useWords(batchWords)
  const isOnline = useOnline()
  const [isAsked, setAsked] = useState(false)
  const cancel = useAct('cancelBatch', { refresh: ['getBatch', 'listBatches', 'getToday'] })
  return (
    <div>
      {cancel.error !== null && <ErrorPanel error={cancel.error} />}
      {isAsked && <p role="note">{words.cancelText}</p>}
      <div className={styles.acts}>
        <Button disabled={!isOnline} loading={cancel.isPending} onClick={() => (isAsked ? cancel.mutate({ batch_id }) : setAsked(true))}>
          {words.cancelAll}
        </Button>
        {isAsked && <Button onClick={() => setAsked(false)}>{words.keep}</Button>}
      </div>
    </div>
  )
}
