import type { ReplyOf } from '../../api/types.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'

type Stop = Pick<ReplyOf<'getBatch'>, 'stop_kind' | 'stop_code' | 'stop_count' | 'stop_of'>

/** Says why a batch stopped; undefined when nothing has stopped it. */
export function useStopText(): (stop: Stop) => string | undefined {
  const { stopped } = useWords(batchWords).run
  return ({ stop_kind, stop_code = '', stop_count = 0, stop_of = 0 }) => {
    if (stop_kind === undefined) return undefined
    if (stop_kind === 'same_code') return stopped.same_code(stop_code, stop_count)
    if (stop_kind === 'failure_share') return stopped.failure_share(stop_count, stop_of)
    return stopped[stop_kind]
  }
}
