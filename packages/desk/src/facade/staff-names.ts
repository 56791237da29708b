import { shownName } from '../contract/shown-name.ts'

/** What somebody is called. */
export interface StaffNames {
  /** The name of the account. */
  readonly name: string
  readonly full_name?: string
  /** Both, as people read them, such as `王敏 (wang)`. */
  readonly shown: string
}

/** @param full_name null while nobody said what people call them */
export function namesOf(name: string, full_name: string | null): StaffNames {
  return { name, ...(full_name === null ? {} : { full_name }), shown: shownName({ name, full_name }) }
}
