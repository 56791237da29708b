import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from '../../api/call.ts'
import type { InputOf, ReplyOf } from '../../api/types.ts'

type Row = ReplyOf<'listBatchRows'>['data'][number]

/** Which rows of a batch. */
export type RowsFilter = Pick<InputOf<'listBatchRows'>, 'state' | 'preflight' | 'faulty'>

/** Rows that are asked for together. */
const pageRows = 100
/** How long the sight has to be nearly the same before its rows are asked for. */
const settle_ms = 80

/** The rows of a batch that are in sight, of any number. */
export interface RowsInSight {
  /** The row at a place; undefined while it is on its way. */
  readonly rowAt: (index: number) => Row | undefined
  readonly onSight: (first: number, last: number) => void
  readonly error: Error | null
}

/**
 * Rows of a batch by their place among those that match. The pages in sight are asked for with one before and one after them; those that
 * a hand drags past are not, and a page that leaves the sight before it came is given up.
 *
 * @param from the place of the first row
 * @param count how many rows match
 */
export function useRows(batch_id: string, filter: RowsFilter, from: number, count: number): RowsInSight {
  const [sight, onSight] = useSettledSight()
  const client = useQueryClient()
  const keyOf = (page: number) => ['listBatchRows', { batch_id, ...filter, offset: page * pageRows, limit: pageRows }] as const
  const known = (page: number) => client.getQueryData<ReplyOf<'listBatchRows'>>(keyOf(page))
  // A filter's rows far down are found by the line before them; by their place they have to be counted.
  const inputOf = (page: number) => {
    const before = known(page - 1)?.data
    const line = before?.length === pageRows ? before.at(-1)?.line : undefined
    return { batch_id, ...filter, limit: pageRows, ...(line === undefined ? { offset: page * pageRows } : { after: line }) }
  }
  const first = Math.max(0, Math.floor((from + sight.first) / pageRows) - 1)
  const last = Math.min(Math.floor((count - 1) / pageRows), Math.floor((from + sight.last) / pageRows) + 1)
  const pages = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: keyOf(page),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => call('listBatchRows', inputOf(page), { signal }),
      staleTime: 60_000,
    })),
  })
  // Read here, so that a page that arrives is drawn; those that were in sight before are still known.
  const arrived = new Map(pages.map((page, index) => [page, results[index]?.data]))
  return {
    rowAt: (index) => {
      const place = from + index
      const page = Math.floor(place / pageRows)
      return (arrived.get(page) ?? known(page))?.data[place % pageRows]
    },
    onSight,
    error: results.find(({ error }) => error !== null)?.error ?? null,
  }
}

interface Sight {
  readonly first: number
  readonly last: number
}

/** What is in sight, once it no longer moves by whole pages. */
function useSettledSight(): [Sight, (first: number, last: number) => void] {
  const [settled, setSettled] = useState<Sight>({ first: 0, last: 0 })
  const newest = useRef(settled)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const onSight = useCallback((first: number, last: number) => {
    newest.current = { first, last }
    if (timer.current !== undefined) return
    const look = (seen: Sight) => {
      timer.current = setTimeout(() => {
        if (Math.abs(newest.current.first - seen.first) > pageRows) return look(newest.current)
        timer.current = undefined
        setSettled(newest.current)
      }, settle_ms)
    }
    look(newest.current)
  }, [])
  return [settled, onSight]
}
