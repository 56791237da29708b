import { formatTime } from '@card-member/sdk/contract'
import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { DeskCaller } from './edge.ts'

/** Reading and verifying the audit log. */
export function auditHandlers({
  audit,
}: Desk): Pick<
  Handlers<DeskContract, DeskCaller>,
  'listAuditEvents' | 'getAuditEvent' | 'verifyAuditLog' | 'getAuditVerification' | 'getAuditStatus'
> {
  return {
    listAuditEvents: (query, request) => audit.list(actorOf(request), query),
    getAuditEvent: ({ brand_id, index }, request) => audit.event(actorOf(request), { brand_id, index: Number(index) }),
    getAuditStatus: async (scope, request) => {
      const { trees, witnesses } = await audit.status(actorOf(request), scope)
      return {
        trees: trees.map(({ checkpoint, ...tree }) => ({
          ...tree,
          checkpoint: checkpoint && { ...checkpoint, time: formatTime(checkpoint.time) },
        })),
        witnesses: witnesses.map(({ time, ...witness }) => ({ ...witness, time: time === null ? null : formatTime(time) })),
      }
    },
    verifyAuditLog: async (scope, request) => {
      const { ok, counts, findings, findings_left_off } = await audit.verify(actorOf(request), scope)
      return { ok, events: counts.events, findings: findings.map(({ words: _words, ...finding }) => finding), findings_left_off }
    },
    getAuditVerification: async (scope, request) => ({ verification: await audit.verification(actorOf(request), scope) }),
  }
}
