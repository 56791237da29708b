import { useQueries } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { call } from '../../api/call.ts'
import type { InputOf, ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'

type Row = ReplyOf<'listBatchRows'>['data'][number]
type Filter = Pick<InputOf<'listBatchRows'>, 'state' | 'preflight' | 'faulty'>

/** Rows that are asked for together. */
const pageRows = 100

/** The rows of a batch that are in sight, of any number. */
export interface RowsInSight {
  /** How many rows the filter lets through; undefined until it is known. */
  readonly count: number | undefined
  readonly rowAt: (index: number) => Row | undefined
  readonly onSight: (first: number, last: number) => void
  readonly error: Error | null
}

/**
 * Rows of a batch by their place among those that match. Only pages in sight are asked for, and a page that leaves the sight before it came
 * is given up.
 *
 * @param from the place of the first row
 */
export function useRows(batch_id: string, filter: Filter, from: number): RowsInSight {
  const [sight, setSight] = useState({ first: 0, last: 0 })
  const [first, last] = [Math.floor((from + sight.first) / pageRows), Math.floor((from + sight.last) / pageRows)]
  const pages = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const inputs = pages.map((page) => ({ batch_id, ...filter, offset: page * pageRows, limit: pageRows }))
  const results = useQueries({
    queries: inputs.map((input) => ({
      queryKey: ['listBatchRows', input],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => call('listBatchRows', input, { signal }),
      staleTime: 60_000,
    })),
  })
  const byPage = new Map(pages.map((page, index) => [page, results[index]?.data]))
  // How many there are stays known while other rows are on their way.
  const counted = useRead('listBatchRows', { batch_id, ...filter, limit: 1 }, { keepLast: true })
  return {
    count: counted.data?.total_count,
    rowAt: (index) => {
      const place = from + index
      return byPage.get(Math.floor(place / pageRows))?.data[place % pageRows]
    },
    onSight: useCallback((one: number, other: number) => setSight({ first: one, last: other }), []),
    error: counted.error ?? results.find(({ error }) => error !== null)?.error ?? null,
  }
}
