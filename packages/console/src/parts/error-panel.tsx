import { Alert, Button } from 'antd'
import { type ReactNode, useCallback, useState } from 'react'
import { ApiError, isUnreachable } from '../api/api-error.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { Countdown } from './countdown.tsx'
import styles from './error-panel.module.css'
import { timeText } from './time.tsx'

/**
 * What went wrong, in the desk's words, with its code and the Request-ID that support asks for.
 *
 * @param retry only of reads: what has changed something is never offered again
 * @example
 * if (card.error) return <ErrorPanel error={card.error} retry={card.refetch} />
 */
export function ErrorPanel({ error, retry }: { readonly error: Error; readonly retry?: () => unknown }): ReactNode {
  const { error: words } = useWords(shellWords)
  const { code, status, request_id, message, retry_time } =
    error instanceof ApiError
      ? error
      : { code: error.name, status: 0, request_id: undefined, message: error.message, retry_time: undefined }
  const said = isUnreachable(error) ? words.unreachable : message || words.failed(status)
  return (
    <Alert
      role="alert"
      type="warning"
      showIcon
      className={styles.panel ?? ''}
      title={said}
      description={
        <>
          {/* Another error begins anew. */}
          {retry_time !== undefined && <RetryTime key={retry_time} time={retry_time} />}
          <dl className={styles.facts}>
            <div>
              <dt>{words.code}</dt>
              <dd>{code}</dd>
            </div>
            {request_id !== undefined && (
              <div>
                <dt>{words.requestId}</dt>
                <dd>{request_id}</dd>
              </div>
            )}
          </dl>
        </>
      }
      {...(retry === undefined
        ? {}
        : {
            action: (
              <Button size="small" onClick={() => void retry()}>
                {words.retry}
              </Button>
            ),
          })}
    />
  )
}

/** When it is worth trying again, and how long that is; afterwards, that it is. */
function RetryTime({ time }: { readonly time: number }): ReactNode {
  const { error: words } = useWords(shellWords)
  const [over, setOver] = useState(false)
  const end = useCallback(() => setOver(true), [])
  if (over) return <p role="status">{words.retryNow}</p>
  return (
    <p>
      {words.retryAt(timeText(new Date(time).toISOString()).slice(11))} <Countdown until={time} onEnd={end} />
    </p>
  )
}
