import { type ReactNode, useId } from 'react'
import styles from './field.module.css'

/** What a control is told of its field. */
interface Control {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
}

interface FieldProps {
  readonly label: string
  /** What helps to fill it in. */
  readonly help?: ReactNode
  /** What is wrong with its value. */
  readonly fault?: string | undefined
  /** Whether it takes the whole width of its grid. */
  readonly wide?: boolean
  readonly children: (control: Control) => ReactNode
}

/**
 * A labelled native control with its help and what is wrong with it.
 *
 * @example
 * <Field label={words.reason}>{(control) => <input {...control} value={reason} onChange={…} />}</Field>
 */
export function Field({ label, help, fault, wide = false, children }: FieldProps): ReactNode {
  const id = useId()
  const described = fault !== undefined || help !== undefined ? `${id}-help` : undefined
  return (
    <div className={wide ? `${styles.field} ${styles.wide}` : styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': fault !== undefined })}
      {described !== undefined && (
        <div id={described} className={fault === undefined ? styles.help : styles.fault}>
          {fault ?? help}
        </div>
      )}
    </div>
  )
}

/** A field with a few choices. */
export function Choice<Value extends string>({
  label,
  help,
  value,
  options,
  choose,
}: Pick<FieldProps, 'label' | 'help'> & {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly choose: (value: Value) => void
}): ReactNode {
  return (
    <Field label={label} help={help}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={({ target }) => {
            const found = options.find((option) => option.value === target.value)
            if (found !== undefined) choose(found.value)
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
