import type { Handlers } from '@card-member/service'
import { describeBatch } from '../batch/describe.ts'
import { batchesFor } from '../batch/list.ts'
import { rowsOf } from '../batch/rows.ts'
import type { DeskContract } from '../contract/contract.ts'
import type { Visitor } from './edge.ts'
import { actorOf, type Services } from './services.ts'

/** Seeing batches. */
export function batchHandlers({ means }: Services): Pick<Handlers<DeskContract, Visitor>, 'listBatches' | 'listBatchRows'> {
  return {
    listBatches: async ({ brand_id, offset = 0, limit = 20 }, call) => {
      const { rows, total_count } = await batchesFor(means, actorOf(call), brand_id, offset, limit)
      return { data: await Promise.all(rows.map((row) => describeBatch(means, row))), total_count }
    },
    listBatchRows: ({ batch_id, after = 0, limit = 100, state, faulty, warned, planned }, call) => {
      const states = state === undefined ? undefined : [state]
      return rowsOf(means, actorOf(call), batch_id, { after, limit, states, faulty, warned, planned })
    },
  }
}
