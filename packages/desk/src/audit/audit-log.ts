import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import { addCheckpoints, addEvents, checkpointAfter, newestEvents, removeCovered } from '../store/audit-events.ts'
import { brandsWithoutCheckpoint, lockHeads, updateHeads, updatePrunePoint } from '../store/audit-heads.ts'
import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { dayOf } from './day.ts'
import { type DeskKey, isSigned, signed } from './desk-key.ts'
import type { AuditEvent, AuditWriter, Fact } from './event.ts'
import { type ExportOptions, exportAuditLog } from './export.ts'
import { AuditError } from './finding-kind.ts'
import { checkpointForm, prunePointForm } from './form.ts'
import { checkpointOf, grow, signedHead } from './grow.ts'
import { Heads } from './heads.ts'
import type { AuditReport } from './report.ts'
import { type VerifyOptions, verifyAuditLog } from './verify.ts'

/** An event as people read it. */
export interface ListedEvent extends Omit<EventRow, 'facts'> {
  readonly facts: Fact
}

/** Which events to list. */
export interface ListOptions {
  readonly brand_id: string
  /** Only events before this one. */
  readonly before_sequence?: number
  readonly action?: string
  readonly limit: number
}

/** What a purge took away. */
export interface Purged {
  readonly events: number
  /** The last event that is gone. */
  readonly prune_sequence: number
}

/** The append-only audit log: one chain of events for each brand, one for the desk as a whole, their heads and days signed. */
export class AuditLog implements AuditWriter {
  readonly #database: Database<Schema>
  readonly #key: DeskKey
  readonly #clock: Clock
  readonly #heads: Heads

  constructor({ database, key, clock }: { readonly database: Database<Schema>; readonly key: DeskKey; readonly clock: Clock }) {
    this.#database = database
    this.#key = key
    this.#clock = clock
    this.#heads = new Heads(key)
  }

  /** @throws {RecordError} head_forged: the chain was tampered with, and writing on would cover it */
  async append(store: Store, events: readonly AuditEvent[]): Promise<void> {
    if (events.length === 0) return
    const byBrand = Map.groupBy(events, ({ brand_id }) => brand_id)
    const heads = await this.#heads.hold(store, [...byBrand.keys()])
    const now = this.#now()
    const growths = [...heads.values()].map((head) => grow(head, byBrand.get(head.brand_id) ?? [], now, this.#key))
    await addEvents(
      store,
      growths.flatMap(({ rows }) => rows),
    )
    await this.#close(store, growths)
  }

  /** Adds events in a transaction of their own. */
  note(events: readonly AuditEvent[]): Promise<void> {
    return this.#transaction((store) => this.append(store, events))
  }

  /** Seals days that have ended without a later event. Tells how many. */
  async writeDueCheckpoints(now: number = this.#now()): Promise<number> {
    const today = dayOf(now)
    const brands = await brandsWithoutCheckpoint({ kind: this.#database.kind, database: this.#database.read }, today)
    let sealed = 0
    for (const brand_id of brands) if (await this.#transaction((store) => this.#sealLastDay(store, brand_id, now))) sealed++
    return sealed
  }

  /** Checks everything. For an auditor with the public key alone there is `verifyRecord`. */
  async verify(options: VerifyOptions = {}): Promise<AuditReport> {
    await this.writeDueCheckpoints()
    return verifyAuditLog(this.#database, this.#key.public_keys, options)
  }

  /** The audit log as JSONL, each line with its end. */
  async *export(options: ExportOptions = {}): AsyncGenerator<string> {
    await this.writeDueCheckpoints()
    yield* exportAuditLog(this.#database, options)
  }

  /**
   * Takes away the closed days that ended before a moment, a day in a transaction of its own each, so that nobody waits for years.
   * What stays can be verified as before, and an event for each day tells what went, and what was wrong with the chain until then.
   */
  async purge(brand_id: string, before: number, actor = 'desk'): Promise<Purged> {
    const { findings } = await this.verify({ brand_id })
    for (let events = 0; ; ) {
      const purged = await this.#purgeDay(brand_id, before, actor, findings.length)
      events += purged.events
      if (purged.over) return { events, prune_sequence: purged.prune_sequence }
    }
  }

  #purgeDay(brand_id: string, before: number, actor: string, findings: number): Promise<Purged & { readonly over: boolean }> {
    return this.#transaction(async (store) => {
      // Holding makes a head where there is none, and a chain without events would not verify.
      const { length: chains } = await lockHeads(store, [brand_id])
      if (chains === 0) return { events: 0, prune_sequence: 0, over: true }
      const prune_sequence = (await this.#heads.hold(store, [brand_id])).get(brand_id)?.prune_sequence ?? 0
      const seal = await checkpointAfter(store, brand_id, prune_sequence, dayOf(before))
      if (seal === undefined) return { events: 0, prune_sequence, over: true }
      if (!isSigned(this.#key.public_keys, seal.key_id, checkpointForm(seal), seal.signature))
        throw new AuditError('checkpoint_wrong', seal)
      const events = await removeCovered(store, seal)
      const base = { brand_id, prune_sequence: seal.sequence, prune_hash: seal.hash, prune_key_id: this.#key.key_id }
      await updatePrunePoint(store, brand_id, { ...base, prune_signature: signed(this.#key, prunePointForm(base)) })
      const facts = { before, from_sequence: prune_sequence + 1, to_sequence: seal.sequence, events, findings }
      await this.append(store, [{ brand_id, actor, action: 'audit.prune', facts }])
      return { events, prune_sequence: seal.sequence, over: false }
    })
  }

  /** Events, the newest first. */
  async list(options: ListOptions): Promise<ListedEvent[]> {
    const rows = await newestEvents({ kind: this.#database.kind, database: this.#database.read }, options)
    return rows.map((row) => ({ ...row, facts: readFacts(row.facts) }))
  }

  // A head that is forged is left alone; to find it is for the verification.
  async #sealLastDay(store: Store, brand_id: string, now: number): Promise<boolean> {
    const head = await this.#heads.hold(store, [brand_id]).then(
      (heads) => heads.get(brand_id),
      (error: unknown) => {
        if (error instanceof AuditError) return undefined
        throw error
      },
    )
    if (head === undefined || head.checkpoint_sequence === head.sequence || head.day >= dayOf(now)) return false
    await this.#close(store, [{ seal: checkpointOf(head, now, this.#key), head: { ...head, checkpoint_sequence: head.sequence } }])
    return true
  }

  async #close(store: Store, changes: readonly { readonly seal: CheckpointRow | undefined; readonly head: ChainRow }[]): Promise<void> {
    await addCheckpoints(
      store,
      changes.flatMap(({ seal }) => seal ?? []),
    )
    await updateHeads(
      store,
      changes.map(({ head }) => signedHead(head, this.#key)),
    )
  }

  #transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    return transact(this.#database, work)
  }

  #now(): number {
    return Math.floor(this.#clock() / 1000)
  }
}

// A list has to show an event that was tampered with, too.
function readFacts(text: string): Fact {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
