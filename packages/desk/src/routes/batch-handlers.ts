import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { DeskCaller } from './edge.ts'

type Names =
  | 'listBatches'
  | 'getBatch'
  | 'listBatchRows'
  | 'listBatchSteps'
  | 'forecastBatch'
  | 'checkBatch'
  | 'sampleBatchRows'
  | 'approveBatch'
  | 'rejectBatch'
  | 'runBatch'
  | 'pauseBatch'
  | 'resumeBatch'
  | 'cancelBatch'

/** Batches, from the check on: they are uploaded as files. */
export function batchHandlers({ batches, sessions }: Desk): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    listBatches: (input, request) => batches.list(actorOf(request), input),
    getBatch: ({ batch_id }, request) => batches.get(actorOf(request), batch_id),
    listBatchRows: ({ batch_id, state, ...filter }, request) =>
      batches.rows(actorOf(request), batch_id, { ...filter, states: state === undefined ? undefined : [state] }),
    listBatchSteps: async ({ batch_id }, request) => ({ data: await batches.steps(actorOf(request), batch_id) }),
    forecastBatch: ({ batch_id }, request) => batches.forecast(actorOf(request), batch_id),
    checkBatch: ({ batch_id }, request) => batches.check(actorOf(request), batch_id),
    approveBatch: async ({ batch_id, totp, ...plan }, request) => {
      const { brand_id } = await batches.get(actorOf(request), batch_id)
      const act = { permission: 'approve_batch', brand_id } as const
      const actor = await sessions.confirmFor(actorOf(request), act, { token: request.caller.token, totp })
      return batches.approve(actor, batch_id, { ...plan, shown: true })
    },
    sampleBatchRows: ({ batch_id }, request) => batches.sampleRows(actorOf(request), batch_id),
    rejectBatch: async ({ batch_id, totp, reason }, request) => {
      const { brand_id } = await batches.get(actorOf(request), batch_id)
      const act = { permission: 'approve_batch', brand_id } as const
      const actor = await sessions.confirmFor(actorOf(request), act, { token: request.caller.token, totp })
      return batches.reject(actor, batch_id, { reason })
    },
    runBatch: ({ batch_id }, request) => batches.run(actorOf(request), batch_id),
    pauseBatch: ({ batch_id }, request) => batches.pause(actorOf(request), batch_id),
    resumeBatch: ({ batch_id }, request) => batches.resume(actorOf(request), batch_id),
    cancelBatch: ({ batch_id }, request) => batches.cancel(actorOf(request), batch_id),
  }
}
