import CheckCircleOutlined from '@ant-design/icons/CheckCircleOutlined'
import ClockCircleOutlined from '@ant-design/icons/ClockCircleOutlined'
import CloseCircleOutlined from '@ant-design/icons/CloseCircleOutlined'
import MinusCircleOutlined from '@ant-design/icons/MinusCircleOutlined'
import QuestionCircleOutlined from '@ant-design/icons/QuestionCircleOutlined'
import SyncOutlined from '@ant-design/icons/SyncOutlined'
import type { ReactNode } from 'react'
import styles from './state-tag.module.css'

const icons = {
  good: CheckCircleOutlined,
  running: SyncOutlined,
  waiting: ClockCircleOutlined,
  doubt: QuestionCircleOutlined,
  failed: CloseCircleOutlined,
  over: MinusCircleOutlined,
} as const

/**
 * What a state means for who sees it: `good` (done, in force), `running`, `waiting` (for a person or a time), `doubt` (outcome unknown,
 * stopped by the breaker), `failed` (rejected), `over` (ended, cancelled, expired).
 */
export type StateKind = keyof typeof icons

/**
 * A state as colour, icon and word.
 *
 * @example
 * <StateTag kind="doubt">{words.states.unknown}</StateTag>
 */
export function StateTag({ kind, children }: { readonly kind: StateKind; readonly children: ReactNode }): ReactNode {
  const Icon = icons[kind]
  return (
    <span className={`${styles.tag} ${styles[kind]}`}>
      <Icon aria-hidden />
      {children}
    </span>
  )
}
