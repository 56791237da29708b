/** What somebody is called: the name of their account, and what people call them. */
export interface Called {
  readonly name: string
  readonly full_name?: string | null | undefined
}

/**
 * How somebody is shown, such as `王敏 (wang)`: two may be called the same, and the name of the account tells them apart.
 *
 * @example
 * shownName({ name: 'wang', full_name: '王敏' })
 */
export function shownName({ name, full_name }: Called): string {
  return full_name == null || full_name === name ? name : `${full_name} (${name})`
}
