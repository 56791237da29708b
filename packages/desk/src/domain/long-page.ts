import { PlatformError } from '@card-member/sdk/contract'
import type { NewestFirst, RowPlace } from '../store/newest-first.ts'

/** One page of a list that may have a million rows, as somebody asks for it. */
export interface LongPage {
  /** The id of a row: the older ones behind it. */
  readonly after?: string | undefined
  /** The id of a row: the newer ones just before it. */
  readonly before?: string | undefined
  /** How many of the newest to leave out; 0 unless given. */
  readonly offset?: number | undefined
  /** At most so many; 20 unless given. */
  readonly limit?: number | undefined
}

/** Finds the row that a page begins behind, or ends before. @throws {PlatformError} param_error when both are given */
export async function placedPage(
  { after, before, offset = 0, limit = 20 }: LongPage,
  placeOf: (id: string) => Promise<RowPlace>,
): Promise<NewestFirst> {
  if (after !== undefined && before !== undefined)
    throw new PlatformError('param_error', { field: 'before', issue: 'after and before are not given together', location: 'query' })
  return {
    after: after === undefined ? undefined : await placeOf(after),
    before: before === undefined ? undefined : await placeOf(before),
    offset,
    limit,
  }
}
