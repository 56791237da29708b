import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import styles from './data-table.module.css'

/** A column of a table. */
export interface Column<Row> {
  /** Distinguishes it from the others. */
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** `end` for numbers. */
  readonly align?: 'start' | 'end'
  /** Pixels that it has at least, padding included; of a long table alone, whose columns keep their width whatever rows are in sight. */
  readonly width?: number
  /** Whether its cell names the row, as screen readers need one to. */
  readonly names_row?: boolean
  /** Whether it stays in sight while a narrow screen scrolls the others sideways: what can be done with a row. It is the last one. */
  readonly stays?: boolean
}

/** What a table is shown with. */
interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** Undefined while they are on their way: a skeleton is shown. */
  readonly rows: readonly Row[] | undefined
  readonly keyOf: (row: Row) => string
  /** In place of a table without rows. */
  readonly empty: ReactNode
  /** Below the table, such as a `Pager`. */
  readonly foot?: ReactNode
}

/**
 * A real table of up to some hundred rows; `LongTable` is for more. On a narrow screen it scrolls sideways by touch and by keyboard.
 *
 * @example
 * <DataTable label={words.title} columns={columns} rows={data?.data} keyOf={({ batch_id }) => batch_id} empty={<Empty text={words.none} />} />
 */
export function DataTable<Row>({ label, columns, rows, keyOf, empty, foot }: DataTableProps<Row>): ReactNode {
  if (rows === undefined)
    return (
      <div aria-busy="true" className={styles.waiting}>
        <Skeleton active title={false} paragraph={{ rows: 5 }} />
      </div>
    )
  if (rows.length === 0) return empty
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={styles.scroller} aria-label={label} tabIndex={0}>
        <table className={styles.table} aria-label={label}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" className={classOf(column)}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column) => {
                  const { key, cell, names_row = false } = column
                  const className = classOf(column)
                  return names_row ? (
                    <th key={key} scope="row" className={className}>
                      {cell(row)}
                    </th>
                  ) : (
                    <td key={key} className={className}>
                      {cell(row)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {foot}
    </>
  )
}

function classOf({ align, stays = false }: Pick<Column<never>, 'align' | 'stays'>): string {
  return [align === 'end' ? styles.end : '', stays ? styles.stays : ''].join(' ').trim()
}
