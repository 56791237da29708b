import type { ReactNode } from 'react'
import styles from './empty.module.css'
import { GuideLink } from './guide-link.tsx'
import type { GuideSection } from './guide-section.ts'

interface EmptyProps {
  /** One sentence. */
  readonly text: ReactNode
  /** What begins something, or leads to where it is begun. */
  readonly act?: ReactNode
  /** Where the guide tells of it. */
  readonly guide?: GuideSection
}

/**
 * In place of a list without content: one sentence, the one act that begins something, and the section of the guide.
 *
 * @example
 * <Empty text={words.noBatches} act={<Button type="primary">{words.prepare}</Button>} guide="batches" />
 */
export function Empty({ text, act, guide }: EmptyProps): ReactNode {
  return (
    <div className={styles.empty}>
      <p>{text}</p>
      {act}
      {guide !== undefined && <GuideLink section={guide} />}
    </div>
  )
}
