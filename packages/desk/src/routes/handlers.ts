import type { Handlers } from '@card-member/service'
import { describeBatch } from '../batch/describe.ts'
import { approve, batchOf, cancel, pause, requestCheck, resume, start } from '../batch/lifecycle.ts'
import type { DeskContract } from '../contract/contract.ts'
import type { BatchRecord } from '../store/batches.ts'
import { auditHandlers } from './audit-handlers.ts'
import { batchHandlers } from './batch-handlers.ts'
import { cardHandlers } from './card-handlers.ts'
import type { Visitor } from './edge.ts'
import { peopleHandlers } from './people-handlers.ts'
import { actorOf, freshActor, type Services } from './services.ts'

/** A handler for each operation. */
export function handlersOf(services: Services): Handlers<DeskContract, Visitor> {
  const { means, poke } = services
  const describe = async (batch: Promise<BatchRecord>) => {
    const settled = await batch
    poke()
    return describeBatch(means, settled)
  }
  return {
    ...peopleHandlers(services),
    ...cardHandlers(services),
    ...batchHandlers(services),
    ...auditHandlers(services),
    getBatch: ({ batch_id }, call) => describe(batchOf(means, actorOf(call), batch_id)),
    checkBatch: ({ batch_id }, call) => describe(requestCheck(means, actorOf(call), batch_id)),
    approveBatch: async ({ batch_id, totp, ...plan }, call) => {
      const { brand_id } = await batchOf(means, actorOf(call), batch_id)
      const actor = await freshActor(services, call, { totp, permission: 'approve_batch', brand_id })
      return describe(approve(means, actor, batch_id, plan))
    },
    runBatch: ({ batch_id }, call) => describe(start(means, actorOf(call), batch_id)),
    pauseBatch: ({ batch_id }, call) => describe(pause(means, actorOf(call), batch_id)),
    resumeBatch: ({ batch_id }, call) => describe(resume(means, actorOf(call), batch_id)),
    cancelBatch: ({ batch_id }, call) => describe(cancel(means, actorOf(call), batch_id)),
  }
}
