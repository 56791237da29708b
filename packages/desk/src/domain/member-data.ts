import { formatTime } from '@card-member/sdk/contract'
import { type Actor, demand } from '../staff/actor.ts'
import { evidenceOfConsents } from '../store/consent-evidence.ts'
import { eventsNaming, type MemberRows, rowsOfMember } from '../store/member-data.ts'
import { requestAssociatedData } from './consent-requests.ts'
import { consentAssociatedData } from './consent-row.ts'
import { type Context, longReading, secondsOf } from './context.ts'
import { invalidationAssociatedData } from './invalidations.ts'
import { openidHash, openMember } from './member.ts'

/** One thing that is kept of a member: a field for each value. */
export type KeptFact = Readonly<Record<string, unknown>>

/** Everything that is kept of a member of a brand. */
export interface MemberData {
  readonly brand_id: string
  readonly openid: string
  readonly export_time: string
  readonly consents: readonly KeptFact[]
  readonly consent_requests: readonly KeptFact[]
  readonly withdrawals: readonly KeptFact[]
  readonly invalidations: readonly KeptFact[]
  readonly batch_rows: readonly KeptFact[]
  readonly events: readonly KeptFact[]
}

/** How many rows are kept of a member. */
export type MemberCounts = Readonly<Record<keyof MemberRows | 'events', number>>

/** Whose data. */
export interface MemberName {
  readonly brand_id: string
  readonly openid: string
}

/** Counts what is kept of a member. The audit log notes that it was asked for. */
export async function findMember(context: Context, actor: Actor, { brand_id, openid }: MemberName): Promise<MemberCounts> {
  demand(actor, 'look_up', brand_id)
  const { rows, events, openid_hash } = await everythingOf(context, { brand_id, openid })
  await context.auditLog.note([{ brand_id, actor: actor.staff_id, action: 'member.find', facts: { openid_hash } }])
  return { ...countsOf(rows), events: events.length }
}

/** Reads everything that is kept of a member, unmasked. The audit log notes it before anything is returned. */
export async function exportMember(
  context: Context,
  actor: Actor,
  { brand_id, openid }: MemberName,
  cellsOfRow: (row: MemberRows['batch_rows'][number]) => KeptFact,
): Promise<MemberData> {
  demand(actor, 'export', brand_id)
  const { rows, events, openid_hash } = await everythingOf(context, { brand_id, openid })
  const counts = { ...countsOf(rows), events: events.length }
  await context.auditLog.note([{ brand_id, actor: actor.staff_id, action: 'member.export', facts: { openid_hash, ...counts } }])
  const { vault, clock } = context
  const ids = rows.consents.map(({ consent_id }) => consent_id)
  const evidence = await evidenceOfConsents(longReading(context), brand_id, ids)
  const opened = (member: string | null, associatedData: string): KeptFact => ({ ...openMember(vault, member, associatedData) })
  return {
    brand_id,
    openid,
    export_time: formatTime(secondsOf(clock)),
    consents: rows.consents.map((row) => ({
      ...kept(row),
      ...opened(row.member, consentAssociatedData(brand_id, row.consent_id)),
      evidence_sha256: evidence.get(row.consent_id) ?? [],
    })),
    consent_requests: rows.consent_requests.map((row) => ({
      ...kept(row),
      ...opened(row.member, requestAssociatedData(brand_id, row.consent_request_id)),
    })),
    withdrawals: rows.withdrawals.map(kept),
    invalidations: rows.invalidations.map((row) => ({
      ...kept(row),
      ...opened(row.member, invalidationAssociatedData(brand_id, row.invalidation_id)),
    })),
    batch_rows: rows.batch_rows.map((row) => ({ ...kept(row), ...cellsOfRow(row) })),
    events: events.map(({ facts, ...event }) => ({ ...kept(event), facts: JSON.parse(facts) })),
  }
}

async function everythingOf(context: Context, { brand_id, openid }: MemberName) {
  const openid_hash = openidHash(context.vault, brand_id, openid)
  const store = longReading(context)
  const rows = await rowsOfMember(store, brand_id, openid_hash)
  const { consents, consent_requests, withdrawals, invalidations, batch_rows } = rows
  const named = [...consents, ...consent_requests, ...withdrawals, ...invalidations, ...batch_rows]
  const cards = named.flatMap(({ card_hash }) => card_hash ?? [])
  return { rows, openid_hash, events: await eventsNaming(store, brand_id, [...new Set([openid_hash, ...cards])]) }
}

function countsOf(rows: MemberRows): Readonly<Record<keyof MemberRows, number>> {
  const { consents, consent_requests, withdrawals, invalidations, batch_rows } = rows
  return {
    consents: consents.length,
    consent_requests: consent_requests.length,
    withdrawals: withdrawals.length,
    invalidations: invalidations.length,
    batch_rows: batch_rows.length,
  }
}

// What is not the member's: encrypted forms of what is shown beside them, and the desk's own keeping of time and processes.
const unshown = new Set([
  'brand_id',
  'member',
  'cells',
  'token_hash',
  'process_id',
  'reads',
  'next_read_time',
  'next_time',
  'may_have_left',
])

/** The values of a row, times as they are written elsewhere. */
function kept(row: object): KeptFact {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]: [string, unknown]) => {
      if (value === null || unshown.has(name)) return []
      return [[name, typeof value === 'number' && /(?:^|_)(?:time|at|before|after)$/.test(name) ? formatTime(value) : value]]
    }),
  )
}
