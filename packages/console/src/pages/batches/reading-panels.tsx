import { Link } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './batches.module.css'
import { bytesText } from './bytes-text.ts'

type Batch = ReplyOf<'getBatch'>

/** A file that is being read: bytes and rows, and how to stop it. */
export function PreparingPanel({ batch, mayStop }: { readonly batch: Batch; readonly mayStop: boolean }): ReactNode {
  const { preparing: words } = useWords(batchWords)
  const isOnline = useOnline()
  const cancel = useAct('cancelBatch', { refresh: ['getBatch'] })
  const { batch_id, bytes_read, file_bytes, row_count } = batch
  const percent = file_bytes === 0 ? 0 : Math.floor((100 * bytes_read) / file_bytes)
  return (
    <Panel title={words.title}>
      <Progress percent={percent} status="active" aria-label={words.label} />
      <p role="status">{words.progress(bytesText(bytes_read), bytesText(file_bytes), row_count)}</p>
      <p className={styles.soft}>{words.text}</p>
      {cancel.error !== null && <ErrorPanel error={cancel.error} />}
      {mayStop && (
        <div className={styles.acts}>
          <Button loading={cancel.isPending} disabled={!isOnline} onClick={() => cancel.mutate({ batch_id })}>
            {words.stop}
          </Button>
        </div>
      )}
    </Panel>
  )
}

/** Why a file could not be read to its end. */
export function FailedPanel({ failure }: { readonly failure: NonNullable<Batch['failure']> }): ReactNode {
  const { failed: words } = useWords(batchWords)
  const { language } = usePreferences()
  const { message, code, line, field } = failure
  const place = [line === undefined ? undefined : words.line(line), field].filter((part) => part !== undefined).join(', ')
  return (
    <Panel title={words.title} tone="doubt">
      <p className={styles.big}>
        {message[language]}
        {place === '' ? '' : ` (${place})`}
      </p>
      <p className={styles.hash}>{code}</p>
      <p>{words.text}</p>
      <div className={styles.acts}>
        <Link to="/batches/new">{words.again}</Link>
      </div>
    </Panel>
  )
}
