import type { ReactNode } from 'react'
import styles from './facts.module.css'

/** A name and its value. */
export interface Fact {
  readonly name: string
  /** Nothing is shown for null, not even the name. */
  readonly value: ReactNode
}

/**
 * Names and values side by side, as a description list; one column on a phone.
 *
 * @example
 * <Facts facts={[{ name: words.time, value: <Time value={create_time} /> }, { name: words.reason, value: reason }]} />
 */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(({ value }) => value !== null && value !== undefined)
        .map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
