import { Readable } from 'node:stream'
import { formatTime, isRecord } from '@card-member/sdk/contract'
import { deskTree, parseEventId, treeOf } from '../audit/entry.ts'
import { proveEvent } from '../audit/proofs.ts'
import { type Publication, publishLog } from '../audit/publish.ts'
import type { AuditReport } from '../audit/report.ts'
import { type AuditStatus, statusOf } from '../audit/status.ts'
import { Witnessing } from '../audit/witnessing.ts'
import { DeskError } from '../contract/desk-error.ts'
import {
  actorIdOf,
  cardHashesIn,
  cursorAfter,
  type EventFilter,
  listEvents,
  namesAmong,
  placeOfCursor,
  type ReadableEvent,
} from '../domain/audit-events.ts'
import { keepVerification, lastVerification, scopeOf } from '../domain/audit-verification.ts'
import { cardAt } from '../domain/card-ref.ts'
import type { Context } from '../domain/context.ts'
import { type Days, rangeOfDays } from '../domain/day-range.ts'
import { cardHashOf } from '../domain/member.ts'
import { cardRefsOf } from '../domain/named-card.ts'
import { withUnloggedRows } from '../domain/unlogged-rows.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** Whose events are meant: a brand's, those of the desk as a whole as `-`, or all of them when left out. */
export interface AuditScope {
  readonly brand_id?: string | undefined
}

/** What to compare the log with. */
export interface VerificationInput extends AuditScope {
  /** An earlier export: a file, or its text in pieces. */
  readonly against?: string | AsyncIterable<string | Uint8Array> | undefined
  /** The folder that the log was published to. */
  readonly published?: string | undefined
  /** A checkpoint that somebody kept, and where it is from. */
  readonly checkpoint?: { readonly note: string; readonly subject: string } | undefined
}

/** Which events to list of one brand, or as `-` of the desk as a whole. */
export interface EventQuery extends Days {
  readonly brand_id: string
  /** Who acted: the id or name of a staff member, `desk` or `local`. */
  readonly actor?: string | undefined
  /** What was done, such as `consent.record`. */
  readonly action?: string | undefined
  readonly batch_id?: string | undefined
  /** The address of a card. */
  readonly card_ref?: string | undefined
  /** A card as events name it; ignored beside `card_ref`. */
  readonly card_hash?: string | undefined
  /** The `next_cursor` of the page before. */
  readonly cursor?: string | undefined
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
   * Lists the events of one brand as they are stored, the newest first, with the names of the staff among them.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong
   * @throws {PlatformError} param_error for a day that no month has
   * @example
   * const { data, next_cursor } = await desk.audit.list(actor, { brand_id: '1004', action: 'consent.record', from_day: '2026-11-24' })
   */
  async list(actor: Actor, query: EventQuery): Promise<Reply<'listAuditEvents'>> {
    const { brand_id, cursor, limit = 100, from_day, to_day, actor: by, action, batch_id } = query
    const tree = treeFor(actor, brand_id)
    const events = await this.#context.auditLog.list({
      tree,
      actor: by === undefined ? undefined : await actorIdOf(this.#context, by),
      action,
      batch_id,
      card_hash: cardHashIn(this.#context, query),
      times: rangeOfDays({ from_day, to_day }),
      after: cursor === undefined ? undefined : placeOfCursor(cursor),
      limit: limit + 1,
    })
    const shown = events.slice(0, limit)
    const last = events.length > limit ? shown.at(-1) : undefined
    return {
      data: shown.map(({ time, facts, ...event }) => ({ ...event, time: formatTime(time), facts: isRecord(facts) ? facts : {} })),
      next_cursor: last === undefined ? null : cursorAfter(last),
      names: await namesAmong(this.#context, shown),
    }
  }

  /**
   * One event of a brand, or as `-` of the desk as a whole, with the names of the staff in it and the addresses of its cards.
   *
   * @throws {DeskError} not_permitted, event_unknown
   * @example
   * const { action, facts } = await desk.audit.event(actor, { brand_id: '1004', index: 17 })
   */
  async event(actor: Actor, { brand_id, index }: { readonly brand_id: string; readonly index: number }): Promise<Reply<'getAuditEvent'>> {
    const tree = treeFor(actor, brand_id)
    const found = await this.#context.auditLog.find(tree, index)
    if (found === undefined) throw new DeskError('event_unknown', { index })
    const { time, facts, ...event } = found
    const names = await namesAmong(this.#context, [found])
    const card_refs = tree === deskTree ? {} : await cardRefsOf(this.#context, tree, cardHashesIn(found))
    return { ...event, time: formatTime(time), facts: isRecord(facts) ? facts : {}, names, card_refs }
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
   * Checks every event, hash and signature, asks the witnesses, and looks for rows that no event tells of. A database that was rolled back as a whole, or rewritten with the
   * desk's key, is found by a witness, a kept checkpoint, the published folder or an earlier export.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const { ok, findings } = await desk.audit.verify(actor, { against: createReadStream('audit.jsonl') })
   */
  async verify(actor: Actor, { brand_id, against, published, checkpoint }: VerificationInput = {}): Promise<AuditReport> {
    const scope = scopeFor(actor, brand_id)
    const { auditLog, confirmation } = this.#context
    await auditLog.writeCheckpoints(scope.tree)
    const only = scope.tree === undefined ? {} : { only: scope.tree }
    const testimonies = await new Witnessing(auditLog, confirmation.witnesses, () => auditLog.now).send({ again: true, ...only })
    const options = {
      ...scope,
      testimonies,
      ...(against === undefined ? {} : { against }),
      ...(published === undefined ? {} : { published }),
      ...(checkpoint === undefined ? {} : { checkpoint }),
    }
    return keepVerification(this.#context, actor.staff_id, scope.tree, async (onProgress) =>
      withUnloggedRows(this.#context, await auditLog.verify({ ...options, onProgress }), scope.tree),
    )
  }

  /**
   * The last verification of a brand's events, or as `-` of the desk's, whoever started it: how far it is, and what it found.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const last = await desk.audit.verification(actor, { brand_id: '1004' })
   */
  async verification(actor: Actor, { brand_id }: AuditScope = {}): Promise<Reply<'getAuditVerification'>['verification']> {
    const last = await lastVerification(this.#context, scopeOf(scopeFor(actor, brand_id).tree))
    if (last === undefined) return null
    const { start_time, end_time, ...rest } = last
    return { ...rest, start_time: formatTime(start_time), end_time: end_time === null ? null : formatTime(end_time) }
  }

  /**
   * Writes the log as static files that strangers can check: `DIR/<tree>/` with `checkpoint`, tiles and `vkey`. What is there and
   * full stays as it is.
   *
   * @throws {DeskError} not_permitted
   * @throws {AuditError} when a folder has a checkpoint that the log does not extend: the log was rolled back or rewritten
   * @example
   * const { trees } = await desk.audit.publish(actor, { out: '/srv/audit' })
   */
  async publish(actor: Actor, { out }: { readonly out: string }): Promise<Publication> {
    demand(actor, 'audit', '*')
    const { auditLog, confirmation } = this.#context
    await auditLog.note([{ brand_id: '', actor: actor.staff_id, action: 'audit.publish', facts: {} }])
    return publishLog(auditLog, out, confirmation, () => auditLog.now)
  }

  /**
   * Makes the proof of one event: the text of a `.tlog-proof`, which `verifyProof` checks without a desk. The log keeps that it was
   * made.
   *
   * @throws {DeskError} not_permitted; event_unknown
   * @example
   * await writeFile('event.tlog-proof', await desk.audit.prove(actor, { event_id: '1004/17' }))
   */
  async prove(actor: Actor, { event_id }: { readonly event_id: string }): Promise<string> {
    const place = parseEventId(event_id)
    if (place === undefined) throw new DeskError('event_unknown', { event_id })
    const brand_id = place.tree === deskTree ? '' : place.tree
    demand(actor, 'audit', brand_id === '' ? '*' : brand_id)
    const { auditLog } = this.#context
    const proof = await proveEvent(auditLog, place.tree, place.index)
    if (proof === undefined) throw new DeskError('event_unknown', { event_id })
    await auditLog.note([{ brand_id, actor: actor.staff_id, action: 'audit.prove', facts: { event_id } }])
    return proof
  }

  /**
   * How the log is: its trees, their newest checkpoints, and how old the cosignatures of the witnesses are.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const { trees, witnesses } = await desk.audit.status(actor)
   */
  async status(actor: Actor, { brand_id }: AuditScope = {}): Promise<AuditStatus> {
    const only = brand_id === undefined || brand_id === '-' ? undefined : brand_id
    demand(actor, 'audit', only ?? '*')
    const { trees, witnesses } = await statusOf(this.#context.auditLog, this.#context.confirmation)
    const isMeant = ({ tree }: { readonly tree: string }) => (only ?? tree) === tree
    return { trees: trees.filter(isMeant), witnesses: witnesses.filter(isMeant) }
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

function cardHashIn({ vault }: Context, { brand_id, card_ref, card_hash }: EventQuery): string | undefined {
  return card_ref === undefined ? card_hash : cardHashOf(vault, cardAt(vault, brand_id, card_ref)).card_hash
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
