import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './filter-bar.module.css'

/**
 * The filters above a table. Each filter takes effect as it is changed; keep them in the address, so that a list can be shared.
 *
 * @param reset shown when something is filtered
 * @example
 * <FilterBar reset={state === undefined ? undefined : clear}>
 *   <FilterSelect label={words.state} value={state ?? ''} options={options} choose={setState} />
 * </FilterBar>
 */
export function FilterBar({ children, reset }: { readonly children: ReactNode; readonly reset?: (() => void) | undefined }): ReactNode {
  const { filter } = useWords(shellWords)
  return (
    <search className={styles.bar} aria-label={filter.label}>
      {children}
      {reset !== undefined && (
        <Button type="link" onClick={reset}>
          {filter.reset}
        </Button>
      )}
    </search>
  )
}

/** A filter of a few values; the empty one means all. */
export function FilterSelect<Value extends string>({
  label,
  value,
  options,
  choose,
}: {
  readonly label: string
  readonly value: Value | ''
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly choose: (value: Value | undefined) => void
}): ReactNode {
  const { filter } = useWords(shellWords)
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => choose(options.find((option) => option.value === target.value)?.value)}>
        <option value="">{filter.all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A filter that is typed, or a day; it takes effect when the field is left or Enter is pressed. */
export function FilterText({
  label,
  value,
  type = 'text',
  enter,
}: {
  readonly label: string
  readonly value: string
  readonly type?: 'text' | 'date' | 'search'
  readonly enter: (value: string | undefined) => void
}): ReactNode {
  const id = useId()
  const done = (typed: string) => {
    if (typed !== value) enter(typed === '' ? undefined : typed)
  }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        // Another value of the address begins anew.
        key={value}
        type={type}
        defaultValue={value}
        onBlur={({ target }) => done(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') done(currentTarget.value)
        }}
      />
    </div>
  )
}
