import type { ReactNode } from 'react'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import { Field } from '../field.tsx'
import styles from './steps.module.css'

interface LastFourFieldProps {
  /** How many characters there are to type. */
  readonly count: number
  readonly typed: string
  readonly matches: boolean
  readonly change: (typed: string) => void
}

/** The last characters of the code, as the member says them. The code itself is nowhere on the page. */
export function LastFourField({ count, typed, matches, change }: LastFourFieldProps): ReactNode {
  const { lastFour: words } = useWords(invalidateWords)
  return (
    <Field
      label={words.label(count)}
      help={matches ? <span className={styles.right}>{words.right}</span> : words.help}
      fault={typed.length === count && !matches ? words.wrong : undefined}
    >
      {(control) => (
        <input
          {...control}
          className={styles.lastFour}
          value={typed}
          maxLength={count}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          // What is pasted was copied from a screen, not said by the member.
          onPaste={(event) => event.preventDefault()}
          onDrop={(event) => event.preventDefault()}
          onChange={({ target }) => change(target.value.trim())}
        />
      )}
    </Field>
  )
}
