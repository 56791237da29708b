import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ApiError } from './api-error.ts'
import { call } from './call.ts'
import type { InputOf, ReadId, ReplyOf } from './types.ts'

/** How an operation is read. */
export interface ReadOptions {
  /** Whether it is asked at all, such as only with a permission or once an id is known; by default it is. */
  readonly when?: boolean
  /** Asked again each so many milliseconds while the tab is visible; that does not keep the session alive. */
  readonly every?: number | undefined
  /** While another page of a list is on its way, the last one stays. */
  readonly keepLast?: boolean
}

/**
 * Reads an operation of the desk and keeps the answer while components show it.
 *
 * @example
 * const batches = useRead('listBatches', { brand_id })
 * if (batches.error) return <ErrorPanel error={batches.error} retry={batches.refetch} />
 */
export function useRead<Id extends ReadId>(
  id: Id,
  input: InputOf<Id>,
  { when = true, every, keepLast = false }: ReadOptions = {},
): UseQueryResult<ReplyOf<Id>, ApiError> {
  return useQuery<ReplyOf<Id>, ApiError>({
    queryKey: [id, input],
    queryFn: ({ signal, client, queryKey }) =>
      call(id, input, { signal, passive: every !== undefined && client.getQueryData(queryKey) !== undefined }),
    enabled: when,
    ...(every === undefined ? {} : { refetchInterval: every, refetchIntervalInBackground: false }),
    ...(keepLast ? { placeholderData: keepPreviousData } : {}),
  })
}
