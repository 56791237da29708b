import type { ReactNode } from 'react'
import styles from './empty.module.css'

/**
 * In place of a list without content: one sentence, and the one act that begins something.
 *
 * @example
 * <Empty text={words.noBatches} act={<Button type="primary">{words.prepare}</Button>} />
 */
export function Empty({ text, act }: { readonly text: ReactNode; readonly act?: ReactNode }): ReactNode {
  return (
    <div className={styles.empty}>
      <p>{text}</p>
      {act}
    </div>
  )
}
