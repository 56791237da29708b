import { type ReactNode, useId } from 'react'
import styles from './panel.module.css'

/** What a panel is shown with. */
interface PanelProps {
  /** Its heading, of the second level. */
  readonly title?: string
  /** What can be done with its content: text buttons and links. */
  readonly act?: ReactNode
  /** `doubt` is amber, for what is unknown; `danger` is red, for the irreversible act alone; `info` explains. */
  readonly tone?: 'plain' | 'info' | 'doubt' | 'danger'
  readonly children: ReactNode
}

/**
 * A surface with a heading.
 *
 * @example
 * <Panel title={words.consents} act={<Link to="/consents">{words.all}</Link>}>
 */
export function Panel({ title, act, tone = 'plain', children }: PanelProps): ReactNode {
  const id = useId()
  return (
    <section className={`${styles.panel} ${styles[tone]}`} {...(title === undefined ? {} : { 'aria-labelledby': id })}>
      {(title !== undefined || act !== undefined) && (
        <div className={styles.head}>
          {title !== undefined && <h2 id={id}>{title}</h2>}
          {act}
        </div>
      )}
      {children}
    </section>
  )
}
