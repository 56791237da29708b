import { formatTime, isRecord } from '@card-member/sdk/contract'
import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import { demand } from '../people/actor.ts'
import type { ListedEntry } from '../record/audit-record.ts'
import type { Visitor } from './edge.ts'
import { actorOf, type Services } from './services.ts'

/** `-` in a path is the record of the desk as a whole; it takes a grant for every brand to read. */
export function recordOf(brand_id: string): { readonly chain: string; readonly grant: string } {
  return brand_id === '-' ? { chain: '', grant: '*' } : { chain: brand_id, grant: brand_id }
}

/** Reading and verifying the record. */
export function auditHandlers({ means }: Services): Pick<Handlers<DeskContract, Visitor>, 'listEntries' | 'verifyEntries'> {
  return {
    listEntries: async ({ brand_id, before_sequence, action, limit = 100 }, call) => {
      const { chain, grant } = recordOf(brand_id)
      demand(actorOf(call), 'audit', grant)
      const entries = await means.recorder.list({
        brand_id: chain,
        limit,
        ...(before_sequence === undefined ? {} : { before_sequence }),
        ...(action === undefined ? {} : { action }),
      })
      return { data: entries.map(viewEntry) }
    },
    verifyEntries: async ({ brand_id }, call) => {
      const { chain, grant } = recordOf(brand_id)
      demand(actorOf(call), 'audit', grant)
      const { ok, counts, findings } = await means.recorder.verify({ brand_id: chain })
      return {
        ok,
        entries: counts.entries,
        findings: findings.map(({ sequence, problem, words }) => ({ sequence, problem, message: words.en })),
      }
    },
  }
}

function viewEntry({ sequence, time, actor, action, facts, hash }: ListedEntry) {
  return { sequence, time: formatTime(time), actor, action, facts: isRecord(facts) ? facts : {}, hash }
}
