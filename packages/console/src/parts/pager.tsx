import { Button } from 'antd'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './pager.module.css'

/** Where one is in a list. */
interface PagerProps {
  readonly offset: number
  readonly limit: number
  /** All of the list; undefined where the desk does not count. */
  readonly total?: number | undefined
  /** Whether there may be more than the total, as the desk counts long lists no further. */
  readonly least?: boolean | undefined
  /** How many are shown. */
  readonly shown: number
  readonly go: (offset: number) => void
}

/**
 * Goes through a list page by page.
 *
 * @example
 * <Pager offset={offset} limit={20} total={data.total_count} shown={data.data.length} go={(offset) => navigate({ search: { offset } })} />
 */
export function Pager({ offset, limit, total, least = false, shown, go }: PagerProps): ReactNode {
  const { pager } = useWords(shellWords)
  const more = total === undefined || least ? shown === limit : offset + shown < total
  if (offset === 0 && !more && total === undefined) return null
  return (
    <nav className={styles.pager} aria-label={pager.label}>
      <span>{pager.shown(shown === 0 ? 0 : offset + 1, offset + shown, total, least)}</span>
      <Button size="small" disabled={offset === 0} onClick={() => go(Math.max(0, offset - limit))}>
        {pager.previous}
      </Button>
      <Button size="small" disabled={!more} onClick={() => go(offset + limit)}>
        {pager.next}
      </Button>
    </nav>
  )
}
