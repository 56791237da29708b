import type { ReactNode } from 'react'
import styles from './message.module.css'

/** In place of a page: what happened, and the one way on. */
export function Message({ title, text, act }: { readonly title: string; readonly text: string; readonly act: ReactNode }): ReactNode {
  return (
    <div className={styles.message}>
      <h1>{title}</h1>
      <p>{text}</p>
      {act}
    </div>
  )
}
