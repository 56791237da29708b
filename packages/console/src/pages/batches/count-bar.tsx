import type { ReactNode } from 'react'
import { countText } from '../../words/count-text.ts'
import styles from './count-bar.module.css'

/** One part of a bar. */
export interface BarPart {
  readonly name: string
  readonly count: number
  /** How it is coloured: `good`, `todo`, `running`, `over`, `failed`, `doubt`. */
  readonly tone: 'good' | 'todo' | 'running' | 'over' | 'failed' | 'doubt'
}

const full = 100

/**
 * Numbers as parts of one bar. The bar is drawn for the eye; names and numbers are a list beside it, or for screen readers alone where there is
 * no room.
 *
 * @param small without the list, for a cell of a table
 */
export function CountBar({
  label,
  parts,
  small = false,
}: {
  readonly label: string
  readonly parts: readonly BarPart[]
  readonly small?: boolean
}): ReactNode {
  const shown = parts.filter(({ count }) => count > 0)
  const total = shown.reduce((sum, { count }) => sum + count, 0)
  let start = 0
  return (
    <div
      className={small ? styles.small : styles.large}
      title={small ? shown.map(({ name, count }) => `${name} ${count}`).join('\n') : undefined}
    >
      <svg viewBox={`0 0 ${full} 1`} preserveAspectRatio="none" className={styles.bar} aria-hidden>
        {shown.map(({ name, count, tone }) => {
          const x = start
          const width = (full * count) / total
          start += width
          return <rect key={name} x={x} width={width} height={1} className={styles[tone]} />
        })}
      </svg>
      <ul className={small ? 'for-screen-readers' : styles.list} aria-label={label}>
        {shown.map(({ name, count, tone }) => (
          <li key={name}>
            {!small && <span aria-hidden className={`${styles.dot} ${styles[tone]}`} />}
            {name} <strong>{countText(count)}</strong>
          </li>
        ))}
      </ul>
    </div>
  )
}
