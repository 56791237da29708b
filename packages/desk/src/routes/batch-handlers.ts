import type { Handlers } from '@card-member/service'
import { describeBatch } from '../batch/describe.ts'
import { batchOf } from '../batch/lifecycle.ts'
import { batchesFor } from '../batch/list.ts'
import type { DeskContract } from '../contract/contract.ts'
import { pageOfRows } from '../store/batch-rows.ts'
import { reading } from '../subject/means.ts'
import type { Visitor } from './edge.ts'
import { actorOf, type Services } from './services.ts'
import { viewRow } from './views.ts'

/** Seeing batches. */
export function batchHandlers({ means }: Services): Pick<Handlers<DeskContract, Visitor>, 'listBatches' | 'listBatchRows'> {
  return {
    listBatches: async ({ brand_id, offset = 0, limit = 20 }, call) => {
      const { rows, total_count } = await batchesFor(means, actorOf(call), brand_id, offset, limit)
      return { data: await Promise.all(rows.map((row) => describeBatch(means, row))), total_count }
    },
    listBatchRows: async ({ batch_id, after = 0, limit = 100, state, faulty }, call) => {
      const batch = await batchOf(means, actorOf(call), batch_id)
      const rows = await pageOfRows(reading(means), batch, { after, limit, states: state === undefined ? undefined : [state], faulty })
      return { data: rows.map(viewRow) }
    },
  }
}
