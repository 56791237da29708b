import type { ReactNode } from 'react'
import styles from './code.module.css'

/**
 * A card's code in groups of four with the last four strong. Copied text has no spaces.
 *
 * @example
 * <Code value="478515832665" />
 */
export function Code({ value }: { readonly value: string }): ReactNode {
  const head = value.slice(0, -4)
  const groups = head.match(/.{1,4}/gs) ?? []
  return (
    <code className={styles.code}>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
        <span key={index}>{group}</span>
      ))}
      <strong>{value.slice(-4)}</strong>
    </code>
  )
}
