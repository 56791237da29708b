import { Button } from 'antd'
import type { ReactNode } from 'react'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import { Field } from '../field.tsx'
import styles from './steps.module.css'

/** The most characters of a reason, as the platform counts them. */
const most = 32

/** How many characters a reason has. */
export function lengthOf(reason: string): number {
  return Array.from(reason).length
}

/** Whether a reason may be sent, as far as its length tells. */
export function isReason(reason: string): boolean {
  return reason.trim() !== '' && lengthOf(reason) <= most
}

interface ReasonFieldProps {
  readonly reason: string
  readonly change: (reason: string) => void
}

/** Why the card ends, with a counter; usual reasons are one press away. */
export function ReasonField({ reason, change }: ReasonFieldProps): ReactNode {
  const { reason: words } = useWords(invalidateWords)
  const length = lengthOf(reason)
  return (
    <div className={styles.stack}>
      <Field
        label={words.label}
        help={
          <>
            <span className={styles.count}>{words.count(length, most)}</span>
            {words.help}
          </>
        }
        fault={length > most ? words.long(length - most) : undefined}
      >
        {(control) => <input {...control} value={reason} autoComplete="off" onChange={({ target }) => change(target.value)} />}
      </Field>
      <div className={styles.chips}>
        {words.usual.map((usual) => (
          <Button key={usual} size="small" onClick={() => change(usual)}>
            {usual}
          </Button>
        ))}
      </div>
    </div>
  )
}
