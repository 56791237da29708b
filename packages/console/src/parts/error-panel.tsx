import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { ApiError, isUnreachable } from '../api/api-error.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './error-panel.module.css'

/**
 * What went wrong, in the desk's words, with its code and the Request-ID that support asks for.
 *
 * @param retry only of reads: what has changed something is never offered again
 * @example
 * if (card.error) return <ErrorPanel error={card.error} retry={card.refetch} />
 */
export function ErrorPanel({ error, retry }: { readonly error: Error; readonly retry?: () => unknown }): ReactNode {
  const { error: words } = useWords(shellWords)
  const { code, status, request_id, message } =
    error instanceof ApiError ? error : { code: error.name, status: 0, request_id: undefined, message: error.message }
  const said = isUnreachable(error) ? words.unreachable : message || words.failed(status)
  return (
    <Alert
      role="alert"
      type="warning"
      showIcon
      className={styles.panel ?? ''}
      title={said}
      description={
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
