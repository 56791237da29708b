import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { InputOf, ReadId, ReplyOf } from './types.ts'

/**
 * Keeps an answer of a read that came with another operation, so that the page shows it at once.
 *
 * @example
 * const keep = useKeepAnswer('getSettings')
 * const change = useAct('changeSettings', { onDone: ({ settings }, { brand_id }) => keep({ brand_id }, settings) })
 */
export function useKeepAnswer<Id extends ReadId>(id: Id): (input: InputOf<Id>, answer: ReplyOf<Id>) => void {
  const client = useQueryClient()
  return useCallback((input, answer) => client.setQueryData([id, input], answer), [client, id])
}
