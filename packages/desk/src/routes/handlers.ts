import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import { describeBatch } from '../domain/batch/describe.ts'
import { approve, batchOf, cancel, pause, requestCheck, resume, start } from '../domain/batch/lifecycle.ts'
import type { Batch } from '../store/batches.ts'
import { auditHandlers } from './audit-handlers.ts'
import { batchHandlers } from './batch-handlers.ts'
import { cardHandlers } from './card-handlers.ts'
import type { Visitor } from './edge.ts'
import { actorOf, freshActor, type Services } from './services.ts'
import { staffHandlers } from './staff-handlers.ts'

/** A handler for each operation. */
export function handlersOf(services: Services): Handlers<DeskContract, Visitor> {
  const { context, poke } = services
  const describe = async (batch: Promise<Batch>) => {
    const settled = await batch
    poke()
    return describeBatch(context, settled)
  }
  return {
    ...staffHandlers(services),
    ...cardHandlers(services),
    ...batchHandlers(services),
    ...auditHandlers(services),
    getBatch: ({ batch_id }, call) => describe(batchOf(context, actorOf(call), batch_id)),
    checkBatch: ({ batch_id }, call) => describe(requestCheck(context, actorOf(call), batch_id)),
    approveBatch: async ({ batch_id, totp, ...plan }, call) => {
      const { brand_id } = await batchOf(context, actorOf(call), batch_id)
      const actor = await freshActor(services, call, { totp, permission: 'approve_batch', brand_id })
      return describe(approve(context, actor, batch_id, plan))
    },
    runBatch: ({ batch_id }, call) => describe(start(context, actorOf(call), batch_id)),
    pauseBatch: ({ batch_id }, call) => describe(pause(context, actorOf(call), batch_id)),
    resumeBatch: ({ batch_id }, call) => describe(resume(context, actorOf(call), batch_id)),
    cancelBatch: ({ batch_id }, call) => describe(cancel(context, actorOf(call), batch_id)),
  }
}
