import { Button } from 'antd'
import type { ReactNode } from 'react'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import { beijingField } from './beijing-time.ts'
import styles from './field.module.css'
import { Field } from './field.tsx'

interface TimeFieldProps {
  readonly label: string
  /** What the `datetime-local` field holds, in Beijing time; empty at first. */
  readonly value: string
  readonly change: (value: string) => void
  /** The earliest that it may hold. */
  readonly min?: string | undefined
  readonly fault: string | undefined
}

/** A moment that has passed, in Beijing time: typed, chosen, or the present one by a button. */
export function TimeField({ label, value, change, min, fault }: TimeFieldProps): ReactNode {
  const { form: words } = useWords(consentWords)
  return (
    <Field label={label} help={words.beijing} fault={fault}>
      {(control) => (
        <div className={styles.withButton}>
          <input
            {...control}
            type="datetime-local"
            min={min}
            max={beijingField(Date.now())}
            value={value}
            onChange={({ target }) => change(target.value)}
          />
          <Button aria-label={words.nowOf(label)} onClick={() => change(beijingField(Date.now()))}>
            {words.now}
          </Button>
        </div>
      )}
    </Field>
  )
}
