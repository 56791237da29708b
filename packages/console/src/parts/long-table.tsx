import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import styles from './data-table.module.css'
import type { Column } from './data-table.tsx'
import longStyles from './long-table.module.css'

const rowHeight = 40
const usualWidth = 160

/** What a long table is shown with. */
interface LongTableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** How many rows there are, up to a million. */
  readonly count: number
  /** The row at a place; undefined while it is on its way. */
  readonly rowAt: (index: number) => Row | undefined
  /** Told which rows are in sight, so that they can be asked for. Both ends are included. */
  readonly onSight?: (first: number, last: number) => void
}

/**
 * A real table of any length, of which only the rows in sight exist. Its scroller takes the focus, and screen readers are told how many
 * rows there are.
 *
 * @example
 * <LongTable label={words.rows} columns={columns} count={batch.rows} rowAt={rowAt} onSight={load} />
 */
export function LongTable<Row>({ label, columns, count, rowAt, onSight }: LongTableProps<Row>): ReactNode {
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 10 })
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  const width = columns.reduce((sum, { width: own = usualWidth }) => sum + own, 0)
  const [start, end] = [first?.index ?? 0, last?.index ?? 0]
  useEffect(() => {
    if (count > 0) onSight?.(start, end)
  }, [onSight, start, end, count])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section ref={scroller} className={`${styles.scroller} ${longStyles.scroller}`} aria-label={label} tabIndex={0}>
      <table className={`${styles.table} ${longStyles.table}`} style={{ minWidth: width }} aria-label={label} aria-rowcount={count + 1}>
        <colgroup>
          {columns.map(({ key, width: own = usualWidth }) => (
            <col key={key} style={{ width: own }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ key, title, align }) => (
              <th key={key} scope="col" className={align === 'end' ? styles.end : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={first?.start ?? 0} columns={columns.length} />
          {items.map(({ index }) => (
            <LongRow key={index} index={index} row={rowAt(index)} columns={columns} />
          ))}
          <Spacer height={virtual.getTotalSize() - (last?.end ?? 0)} columns={columns.length} />
        </tbody>
      </table>
    </section>
  )
}

interface LongRowProps<Row> {
  readonly index: number
  readonly row: Row | undefined
  readonly columns: readonly Column<Row>[]
}

/** A row is drawn once, not at each turn of the wheel; one that is on its way is a single cell. */
function LongRow<Row>({ index, row, columns }: LongRowProps<Row>): ReactNode {
  return useMemo(
    () => (
      <tr aria-rowindex={index + 2}>
        {row === undefined ? (
          <td colSpan={columns.length}>
            <span className={longStyles.coming} />
          </td>
        ) : (
          columns.map(({ key, cell, align }) => (
            <td key={key} className={align === 'end' ? styles.end : undefined}>
              {cell(row)}
            </td>
          ))
        )}
      </tr>
    ),
    [index, row, columns],
  )
}

/** The height of the rows that do not exist. */
function Spacer({ height, columns }: { readonly height: number; readonly columns: number }): ReactNode {
  if (height <= 0) return null
  return (
    <tr aria-hidden className={longStyles.spacer}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
