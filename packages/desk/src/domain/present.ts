// What a view must have stays required; what it may lack may be undefined here.
type Given<T> = { readonly [Name in keyof T]: Record<never, never> extends Pick<T, Name> ? T[Name] | undefined : T[Name] }

/** Leaves out what is not there. */
export function present<T extends object>(given: Given<T>): T {
  // Events without a value are those that the view declares as optional.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null)) as T
}
