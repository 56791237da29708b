import { formatTime, isRecord } from '@card-member/sdk/contract'
import type { Handlers } from '@card-member/service'
import type { ListedEvent } from '../audit/audit-log.ts'
import type { DeskContract } from '../contract/contract.ts'
import { demand } from '../staff/actor.ts'
import type { DeskCaller } from './edge.ts'
import { actorOf, type Services } from './services.ts'

/** `-` in a path is the audit log of the desk as a whole; it takes a grant for every brand to read. */
export function auditLogOf(brand_id: string): { readonly chain: string; readonly grant: string } {
  return brand_id === '-' ? { chain: '', grant: '*' } : { chain: brand_id, grant: brand_id }
}

/** Reading and verifying the audit log. */
export function auditHandlers({ context }: Services): Pick<Handlers<DeskContract, DeskCaller>, 'listAuditEvents' | 'verifyAuditLog'> {
  return {
    listAuditEvents: async ({ brand_id, before_sequence, action, limit = 100 }, request) => {
      const { chain, grant } = auditLogOf(brand_id)
      demand(actorOf(request), 'audit', grant)
      const events = await context.auditLog.list({
        brand_id: chain,
        limit,
        ...(before_sequence === undefined ? {} : { before_sequence }),
        ...(action === undefined ? {} : { action }),
      })
      return { data: events.map(viewEvent) }
    },
    verifyAuditLog: async ({ brand_id }, request) => {
      const { chain, grant } = auditLogOf(brand_id)
      demand(actorOf(request), 'audit', grant)
      const { ok, counts, findings } = await context.auditLog.verify({ brand_id: chain })
      return {
        ok,
        events: counts.events,
        findings: findings.map(({ sequence, problem, words }) => ({ sequence, problem, message: words.en })),
      }
    },
  }
}

function viewEvent({ sequence, time, actor, action, facts, hash }: ListedEvent) {
  return { sequence, time: formatTime(time), actor, action, facts: isRecord(facts) ? facts : {}, hash }
}
