import { randomUUID } from 'node:crypto'
import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import type { AuditEvent, AuditWriter } from '../audit/event.ts'
import type { ChangeKind, ChangeState, ChangeValue } from '../contract/changes.ts'
import { DeskError } from '../contract/desk-error.ts'
import { type DeskSettings, defaultDeskSettings } from '../contract/settings.ts'
import { hasOtherAdministrator } from '../store/administrators.ts'
import {
  type ChangeRow,
  type ChangeSelection,
  decideChange,
  findChange,
  insertChange,
  listChanges,
  lockChange,
  pendingChanges,
} from '../store/changes.ts'
import type { Schema } from '../store/schema.ts'
import { findSettings } from '../store/settings.ts'
import { findStaff, grantsOf } from '../store/staff.ts'
import type { Store } from '../store/store.ts'
import { type Actor, demand, demandSecondFactor, may } from './actor.ts'
import type { ChangeHandler, ChangeHandlers } from './change-handler.ts'
import { tellWaiting } from './waiting.ts'

export type { ChangeRow, ChangeSelection } from '../store/changes.ts'

/** Seconds after which a change that nobody confirmed expires. */
export const changeLife = 7 * 86_400

/** What pending changes work with. */
export interface ChangesParts {
  readonly database: Database<Schema>
  readonly auditLog: AuditWriter
  readonly clock: Clock
  readonly handlers: ChangeHandlers
}

/** A change, what it replaces, and when it comes into force by itself; `undefined` when another administrator has to confirm it. */
export interface ListedChange {
  readonly row: ChangeRow
  readonly before: Readonly<Record<string, unknown>>
  readonly due_time: number | undefined
}

type Verdict = 'pending' | 'due' | Extract<ChangeState, 'expired' | 'outdated'>

const endings = { expired: 'change.expire', outdated: 'change.outdate' } as const

/**
 * Changes that loosen what protects members. Each waits until another administrator confirms it or, where no other could, until a
 * delay is over during which everybody sees it. It is applied in the transaction of its decision, once.
 */
export class Changes {
  readonly #parts: ChangesParts

  constructor(parts: ChangesParts) {
    this.#parts = parts
  }

  /**
   * Adds a pending change in the caller's transaction; the caller writes the event at its end.
   *
   * @param by the staff id of who makes it
   */
  async propose<Kind extends ChangeKind>(
    store: Store,
    kind: Kind,
    value: ChangeValue<Kind>,
    by: string,
  ): Promise<{ readonly row: ChangeRow; readonly event: AuditEvent }> {
    const handler = this.#handler(kind)
    const row: ChangeRow = {
      change_id: randomUUID(),
      kind,
      brand_id: handler.brandOf(value),
      staff_id: handler.concernOf(value) ?? null,
      value: JSON.stringify(value),
      basis: await this.#basisOf(store, kind, value, by),
      state: 'pending',
      proposed_by: by,
      propose_time: this.#now,
      expire_time: this.#now + changeLife,
      decided_by: null,
      decide_time: null,
      reason: null,
    }
    await insertChange(store, row)
    await tellWaiting(store, { event: 'change.waiting', brand_id: row.brand_id, subject_id: row.change_id, time: row.propose_time })
    return { row, event: this.#event(row, by, 'change.propose', handler.factsOf(value)) }
  }

  /** The pending changes, the oldest first, after those were decided that are due. */
  async pending(): Promise<ListedChange[]> {
    await this.applyDue()
    return Promise.all((await pendingChanges(this.#read)).map((row) => this.describe(row)))
  }

  /** A part of all changes: those that wait, the oldest first, then those that were decided, the newest first. */
  async list(selection: ChangeSelection, offset: number, limit: number) {
    await this.applyDue()
    const { rows, total_count } = await listChanges(this.#read, selection, offset, limit)
    return { changes: await Promise.all(rows.map((row) => this.describe(row))), total_count }
  }

  /** A change by id, after it was decided if it is due. @throws {DeskError} change_unknown */
  async get(change_id: string): Promise<ListedChange> {
    await this.#settle(await this.#find(change_id))
    return this.describe(await this.#find(change_id))
  }

  /** A change, what it replaces, and when it is due. */
  async describe(row: ChangeRow): Promise<ListedChange> {
    const due_time = row.state === 'pending' ? await this.#dueTime(this.#read, row) : undefined
    return { row, before: this.#before(row), due_time }
  }

  /** Decides the pending changes whose time has come, or whose basis has changed: each once, whichever process is first. */
  async applyDue(): Promise<void> {
    for (const row of await pendingChanges(this.#read)) await this.#settle(row)
  }

  /**
   * Confirms a change, which is in force at once.
   *
   * @throws {DeskError} change_unknown, not_permitted, second_factor_needed, change_needs_another, change_closed, and what the kind throws
   */
  async confirm(actor: Actor, change_id: string): Promise<ListedChange> {
    const found = await this.#find(change_id)
    demand(actor, 'administer', found.brand_id)
    if (actor.staff_id === found.proposed_by || actor.staff_id === found.staff_id)
      throw new DeskError('change_needs_another', { change_id })
    demandSecondFactor(actor, this.#now)
    await this.#settle(found)
    return this.#decide(change_id, async (store, row) => {
      const confirm = this.#event(row, actor.staff_id, 'change.confirm', this.#handler(row.kind).factsOf(JSON.parse(row.value)))
      return [confirm, ...(await this.#apply(store, row, actor.staff_id))]
    })
  }

  /**
   * Stops a change: an administrator, who made it, or whom it concerns; anybody with a role when no other administrator could confirm it.
   *
   * @throws {DeskError} change_unknown, not_permitted, change_closed
   */
  async stop(actor: Actor, change_id: string, reason?: string): Promise<ListedChange> {
    const found = await this.#find(change_id)
    const isTheirs = [found.proposed_by, found.staff_id].includes(actor.staff_id)
    if (!isTheirs && !may(actor, 'administer', found.brand_id) && (actor.grants.length === 0 || (await this.#hasOther(this.#read, found))))
      throw new DeskError('not_permitted', { permission: 'administer', brand_id: found.brand_id })
    await this.#settle(found)
    return this.#decide(change_id, async (store, row) => {
      await this.#end(store, row, { state: 'stopped', decided_by: actor.staff_id, reason: reason ?? null })
      return [this.#event(row, actor.staff_id, 'change.stop', reason === undefined ? {} : { reason })]
    })
  }

  async #decide(change_id: string, run: (store: Store, row: ChangeRow) => Promise<readonly AuditEvent[]>): Promise<ListedChange> {
    const row = await transact(this.#parts.database, async (store) => {
      const locked = await lockChange(store, change_id)
      if (locked?.state !== 'pending') throw new DeskError('change_closed', { change_id, state: locked?.state ?? 'unknown' })
      const state = await this.#judgeLocked(store, locked)
      if (state === 'expired' || state === 'outdated') throw new DeskError('change_closed', { change_id, state })
      await this.#parts.auditLog.append(store, await run(store, locked))
      return (await findChange(store, change_id)) ?? locked
    })
    return { row, before: this.#before(row), due_time: undefined }
  }

  async #settle(row: ChangeRow): Promise<void> {
    // Almost always nothing is to be decided, and no writer is kept waiting for that.
    if ((await this.#judge(this.#read, row)) === 'pending') return
    try {
      await this.#settleLocked(row, (verdict) => verdict)
    } catch (error) {
      // What a change asks for can have become impossible in a way that its basis does not show.
      if (!(error instanceof DeskError)) throw error
      await this.#settleLocked(row, () => 'outdated')
    }
  }

  #settleLocked({ change_id }: ChangeRow, decide: (verdict: Verdict) => Verdict): Promise<void> {
    return transact(this.#parts.database, async (store) => {
      const row = await lockChange(store, change_id)
      if (row?.state !== 'pending') return
      const verdict = decide(await this.#judgeLocked(store, row))
      if (verdict === 'pending') return
      if (verdict !== 'due') {
        await this.#end(store, row, { state: verdict, decided_by: null, reason: null })
        return this.#parts.auditLog.append(store, [this.#event(row, 'desk', endings[verdict], {})])
      }
      const due = this.#event(row, 'desk', 'change.due', this.#handler(row.kind).factsOf(JSON.parse(row.value)))
      await this.#parts.auditLog.append(store, [due, ...(await this.#apply(store, row, 'desk'))])
    })
  }

  async #judgeLocked(store: Store, row: ChangeRow): Promise<Verdict> {
    await this.#handler(row.kind).lock(store, JSON.parse(row.value))
    return this.#judge(store, row)
  }

  async #judge(store: Store, row: ChangeRow): Promise<Verdict> {
    const { kind, value, proposed_by, basis, expire_time } = row
    if (this.#now >= expire_time) return 'expired'
    if ((await this.#basisOf(store, kind, JSON.parse(value), proposed_by)) !== basis) return 'outdated'
    const due_time = await this.#dueTime(store, row)
    return due_time !== undefined && this.#now >= due_time ? 'due' : 'pending'
  }

  async #dueTime(store: Store, row: ChangeRow): Promise<number | undefined> {
    if (await this.#hasOther(store, row)) return undefined
    const own: Partial<DeskSettings> = JSON.parse((await findSettings(store, '*')) ?? '{}')
    return row.propose_time + { ...defaultDeskSettings, ...own }.staff_change_delay_hours * 3600
  }

  #hasOther(store: Store, { brand_id, proposed_by, staff_id }: ChangeRow): Promise<boolean> {
    const except = staff_id === null ? [proposed_by] : [proposed_by, staff_id]
    return hasOtherAdministrator(store, { brand_id, except, since: this.#now - changeLife })
  }

  async #apply(store: Store, { change_id, kind, value, proposed_by }: ChangeRow, confirmed_by: string): Promise<readonly AuditEvent[]> {
    await decideChange(store, change_id, { state: 'applied', decided_by: confirmed_by, decide_time: this.#now })
    return this.#handler(kind).apply(store, JSON.parse(value), { change_id, proposed_by, confirmed_by })
  }

  async #end(
    store: Store,
    { change_id, kind, value }: ChangeRow,
    decision: Pick<ChangeRow, 'state' | 'decided_by' | 'reason'>,
  ): Promise<void> {
    await decideChange(store, change_id, { ...decision, decide_time: this.#now })
    await this.#handler(kind).drop?.(store, JSON.parse(value))
  }

  #before({ kind, basis }: ChangeRow): ListedChange['before'] {
    const [ofKind]: [string] = JSON.parse(basis)
    return this.#handler(kind).beforeOf(ofKind)
  }

  /** What the kind says, and that whoever proposed the change is what they were then. */
  async #basisOf(store: Store, kind: ChangeKind, value: ChangeValue, by: string): Promise<string> {
    const proposer = await findStaff(store, by)
    const grants = proposer?.disabled_time === null ? await grantsOf(store, by) : []
    return JSON.stringify([await this.#handler(kind).basisOf(store, value), grants])
  }

  /** What the event of its proposal says of a change, as its row has it now. */
  factsOf({ change_id, kind, value }: ChangeRow): AuditEvent['facts'] {
    return { change_id, kind, ...this.#handler(kind).factsOf(JSON.parse(value)) }
  }

  #handler(kind: ChangeKind): ChangeHandler<ChangeValue> {
    return this.#parts.handlers[kind]
  }

  #event({ change_id, kind, brand_id }: ChangeRow, actor: string, action: string, facts: AuditEvent['facts']): AuditEvent {
    return { brand_id: brand_id === '*' ? '' : brand_id, actor, action, facts: { change_id, kind, ...facts } }
  }

  async #find(change_id: string): Promise<ChangeRow> {
    const found = await findChange(this.#read, change_id)
    if (found === undefined) throw new DeskError('change_unknown', { change_id })
    return found
  }

  get #now(): number {
    return Math.floor(this.#parts.clock() / 1000)
  }

  get #read(): Store {
    return { kind: this.#parts.database.kind, database: this.#parts.database.read }
  }
}
