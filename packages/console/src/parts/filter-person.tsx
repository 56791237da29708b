import { shownName } from '@card-member/desk/contract'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useRead } from '../api/use-read.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import styles from './filter-bar.module.css'

/** Somebody who can be chosen. */
interface Person {
  readonly id: string
  readonly name: string
}

interface FilterPersonProps {
  readonly label: string
  readonly brand_id: string
  /** The id of who is chosen; empty for everybody. */
  readonly value: string
  /** Who can be chosen beside the people of the brand, such as the member. */
  readonly others?: readonly Person[]
  readonly choose: (id: string | undefined) => void
}

/**
 * A filter by one of a brand's people: their names are searched as they are typed, and the first ones are offered at once.
 *
 * @example
 * <FilterPerson label={words.by} brand_id={brand_id} value={by ?? ''} choose={(by) => set({ by })} />
 */
export function FilterPerson({ label, brand_id, value, others = [], choose }: FilterPersonProps): ReactNode {
  const { filter } = useWords(shellWords)
  const { data } = useRead('listBrandStaff', { brand_id }, { when: brand_id !== '' })
  const people =
    data?.data.map(({ staff_id, disabled, ...names }) => {
      const name = shownName(names)
      return { id: staff_id, name: disabled ? filter.disabled(name) : name }
    }) ?? []
  const all: readonly Person[] = [...others, ...people]
  const chosen = all.find(({ id }) => id === value)?.name ?? value
  return <PersonInput label={label} chosen={chosen} people={all} choose={choose} />
}

interface PersonInputProps extends Pick<FilterPersonProps, 'label' | 'choose'> {
  readonly chosen: string
  readonly people: readonly Person[]
}

function PersonInput({ label, chosen, people, choose }: PersonInputProps): ReactNode {
  const { filter } = useWords(shellWords)
  const id = useId()
  const [typed, setTyped] = useState(chosen)
  // Another choice, such as none by the button beside it, and a name that has come.
  useEffect(() => setTyped(chosen), [chosen])
  const isUnknown = typed !== '' && typed !== chosen && !people.some(({ name }) => includes(name, typed))
  const take = (text: string) => {
    setTyped(text)
    const found = people.find(({ name }) => name === text)
    if (found !== undefined && text !== chosen) choose(found.id)
    if (text === '' && chosen !== '') choose(undefined)
  }
  /** Takes the only one who is meant. */
  const settle = () => {
    const [only, ...more] = people.filter(({ name }) => includes(name, typed))
    if (typed !== '' && only !== undefined && more.length === 0) take(only.name)
    else setTyped(chosen)
  }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        list={`${id}-people`}
        autoComplete="off"
        spellCheck={false}
        placeholder={filter.everybody}
        value={typed}
        aria-invalid={isUnknown}
        aria-describedby={isUnknown ? `${id}-unknown` : undefined}
        onChange={({ target }) => take(target.value)}
        onBlur={settle}
        onKeyDown={({ key }) => {
          if (key === 'Enter') settle()
        }}
      />
      <datalist id={`${id}-people`}>
        {people.map((person) => (
          <option key={person.id} value={person.name} />
        ))}
      </datalist>
      {isUnknown && (
        <span id={`${id}-unknown`} role="status" className={styles.unknown}>
          {filter.nobody}
        </span>
      )}
    </div>
  )
}

function includes(name: string, typed: string): boolean {
  return name.toLowerCase().includes(typed.trim().toLowerCase())
}
