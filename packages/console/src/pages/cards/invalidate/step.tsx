import CheckOutlined from '@ant-design/icons/CheckOutlined'
import type { ReactNode } from 'react'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import styles from './steps.module.css'

interface StepProps {
  /** The 1-based position. */
  readonly number: number
  readonly title: string
  readonly done: boolean
  readonly children: ReactNode
}

/** One of vertical steps; what was done stays in sight. */
export function Step({ number, title, done, children }: StepProps): ReactNode {
  const { steps } = useWords(invalidateWords)
  return (
    <li className={done ? `${styles.step} ${styles.done}` : styles.step}>
      <span className={styles.number} aria-hidden>
        {done ? <CheckOutlined /> : number}
      </span>
      <div>
        <div className={styles.head}>
          <h2>{title}</h2>
          <span className={styles.status}>{done ? steps.done : steps.waiting}</span>
        </div>
        <div className={styles.body}>{children}</div>
      </div>
    </li>
  )
}
