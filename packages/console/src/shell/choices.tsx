import { type ReactNode, useId } from 'react'
import menuStyles from './menu.module.css'

/** A few values of which one is chosen, side by side: radio buttons by keyboard and for screen readers. */
export function Choices<Value extends string>({
  label,
  value,
  options,
  choose,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[]
  readonly choose: (value: Value) => void
}): ReactNode {
  const name = useId()
  return (
    <div className={menuStyles.field}>
      <fieldset className={menuStyles.choices}>
        <legend>{label}</legend>
        {options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => choose(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </fieldset>
    </div>
  )
}
