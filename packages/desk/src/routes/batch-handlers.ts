import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import { describeBatch } from '../domain/batch/describe.ts'
import { batchesFor } from '../domain/batch/list.ts'
import { rowsOf } from '../domain/batch/rows.ts'
import type { DeskCaller } from './edge.ts'
import { actorOf, type Services } from './services.ts'

/** Seeing batches. */
export function batchHandlers({ context }: Services): Pick<Handlers<DeskContract, DeskCaller>, 'listBatches' | 'listBatchRows'> {
  return {
    listBatches: async ({ brand_id, offset = 0, limit = 20 }, request) => {
      const { rows, total_count } = await batchesFor(context, actorOf(request), brand_id, offset, limit)
      return { data: await Promise.all(rows.map((row) => describeBatch(context, row))), total_count }
    },
    listBatchRows: ({ batch_id, after = 0, limit = 100, state, faulty, warned, planned }, request) => {
      const states = state === undefined ? undefined : [state]
      return rowsOf(context, actorOf(request), batch_id, { after, limit, states, faulty, warned, planned })
    },
  }
}
