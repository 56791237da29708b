import { countedMost } from '@card-member/desk/contract'

/** Where one is in a list that may have a million rows, as the address of the page has it. */
interface PageSearch {
  /** How many rows are before this page; behind the first pages only shown. */
  readonly offset?: string | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
}

/** What the desk is asked for: behind a row or before one, so that no row above it is counted; by its place without either. */
export function pageInput(search: PageSearch): { readonly after: string } | { readonly before: string } | { readonly offset: number } {
  if (search.after !== undefined) return { after: search.after }
  if (search.before !== undefined) return { before: search.before }
  return { offset: offsetOf(search) }
}

/** How many rows are before this page. */
export function offsetOf({ offset, after, before }: PageSearch): number {
  const number = Number(offset ?? 0) || 0
  return after === undefined && before === undefined ? Math.min(number, countedMost) : number
}

/** The address of the page that begins at an offset, from the ids of the rows on this one. */
export function pageSearch(search: PageSearch, to: number, ids: readonly string[]): PageSearch {
  const begin = { offset: undefined, after: undefined, before: undefined }
  if (to === 0) return begin
  return to > offsetOf(search) ? { ...begin, offset: String(to), after: ids.at(-1) } : { ...begin, offset: String(to), before: ids[0] }
}
