import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { DeskFiles } from '../contract/files.ts'
import { describeBatch } from '../domain/batch/describe.ts'
import { approve, batchOf, cancel, pause, requestCheck, resume, start } from '../domain/batch/lifecycle.ts'
import type { Batch } from '../store/batches.ts'
import { auditHandlers } from './audit-handlers.ts'
import { batchHandlers } from './batch-handlers.ts'
import { cardHandlers } from './card-handlers.ts'
import type { DeskCaller } from './edge.ts'
import { fileHandlers } from './file-handlers.ts'
import { actorOf, freshActor, type Services } from './services.ts'
import { staffHandlers } from './staff-handlers.ts'

/** A handler for each operation. */
export function handlersOf(services: Services): Handlers<DeskContract & DeskFiles, DeskCaller> {
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
    ...fileHandlers(services),
    getBatch: ({ batch_id }, request) => describe(batchOf(context, actorOf(request), batch_id)),
    checkBatch: ({ batch_id }, request) => describe(requestCheck(context, actorOf(request), batch_id)),
    approveBatch: async ({ batch_id, totp, ...plan }, request) => {
      const { brand_id } = await batchOf(context, actorOf(request), batch_id)
      const actor = await freshActor(services, request, { totp, permission: 'approve_batch', brand_id })
      return describe(approve(context, actor, batch_id, plan))
    },
    runBatch: ({ batch_id }, request) => describe(start(context, actorOf(request), batch_id)),
    pauseBatch: ({ batch_id }, request) => describe(pause(context, actorOf(request), batch_id)),
    resumeBatch: ({ batch_id }, request) => describe(resume(context, actorOf(request), batch_id)),
    cancelBatch: ({ batch_id }, request) => describe(cancel(context, actorOf(request), batch_id)),
  }
}
