import { Readable } from 'node:stream'
import { formatTime, isRecord } from '@card-member/sdk/contract'
import { treeOf } from '../audit/entry.ts'
import type { AuditReport } from '../audit/report.ts'
import { type EventFilter, listEvents, type ReadableEvent } from '../domain/audit-events.ts'
import type { Context } from '../domain/context.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** Whose events are meant: a brand's, those of the desk as a whole as `-`, or all of them when left out. */
export interface AuditScope {
  readonly brand_id?: string | undefined
}

/** Which events to list of one brand, or as `-` of the desk as a whole. */
export interface EventQuery {
  readonly brand_id: string
  /** Only events before this one. */
  readonly before_index?: number | undefined
  readonly action?: string | undefined
  /** At most so many; 100 unless given. */
  readonly limit?: number | undefined
}

/**
 * The audit log: what was done at the desk, by whom. Every method needs `audit`: for the brand, or for every brand when the events of
 * the desk as a whole are among those that are meant.
 */
export class Audit {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Lists the events of one brand as they are stored, the newest first.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const [last] = await desk.audit.list(actor, { brand_id: '1004', limit: 1 })
   */
  async list(actor: Actor, { brand_id, before_index, action, limit = 100 }: EventQuery): Promise<Reply<'listAuditEvents'>['data']> {
    const events = await this.#context.auditLog.list({
      tree: treeFor(actor, brand_id),
      limit,
      ...(before_index === undefined ? {} : { before_index }),
      ...(action === undefined ? {} : { action }),
    })
    return events.map(({ time, facts, ...event }) => ({ ...event, time: formatTime(time), facts: isRecord(facts) ? facts : {} }))
  }

  /**
   * Finds events of one brand or of all, the newest first, with the names of staff beside their ids.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const events = await desk.audit.search(actor, { brand: '1004', staff: 'wang' }, 50)
   */
  search(actor: Actor, filter: EventFilter, limit: number): Promise<ReadableEvent[]> {
    return listEvents(this.#context, actor, filter, limit)
  }

  /**
   * Checks every event, hash and signature. A database that was rolled back as a whole is found only `against` an earlier export.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const { ok, findings } = await desk.audit.verify(actor, { against: createReadStream('audit.jsonl') })
   */
  async verify(
    actor: Actor,
    { brand_id, against }: AuditScope & { readonly against?: string | AsyncIterable<string | Uint8Array> | undefined } = {},
  ): Promise<AuditReport> {
    const scope = scopeFor(actor, brand_id)
    return this.#context.auditLog.verify({ ...scope, ...(against === undefined ? {} : { against }) })
  }

  /**
   * Exports the log as JSON lines; the log itself keeps that it was exported.
   *
   * @throws {DeskError} not_permitted
   * @example
   * await pipeline(await desk.audit.export(actor, { brand_id: '1004' }), createWriteStream('audit.jsonl'))
   */
  async export(actor: Actor, { brand_id }: AuditScope = {}): Promise<Readable> {
    const scope = scopeFor(actor, brand_id)
    const { auditLog } = this.#context
    await auditLog.note([{ brand_id: brandOf(brand_id), actor: actor.staff_id, action: 'audit.export', facts: {} }])
    return Readable.from(auditLog.export(scope))
  }
}

// The desk as a whole belongs to no brand, so that its events take a grant for every brand.
function treeFor(actor: Actor, brand_id: string): string {
  demand(actor, 'audit', brand_id === '-' ? '*' : brand_id)
  return treeOf(brandOf(brand_id))
}

function brandOf(brand_id = '-'): string {
  return brand_id === '-' ? '' : brand_id
}

function scopeFor(actor: Actor, brand_id: string | undefined): { readonly tree?: string } {
  if (brand_id !== undefined) return { tree: treeFor(actor, brand_id) }
  demand(actor, 'audit', '*')
  return {}
}
