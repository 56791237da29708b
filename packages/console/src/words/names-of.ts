/**
 * The names of a record of words, for the choices of a filter.
 *
 * @example
 * namesOf(words.states).map((value) => ({ value, label: words.states[value] }))
 */
export function namesOf<T extends object>(record: T): (keyof T & string)[] {
  return Object.keys(record).filter((name): name is keyof T & string => name in record)
}
