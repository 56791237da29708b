import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import { addCheckpoints, addEvents, checkpointAfter, deleteCovered, newestEvents } from '../store/audit-events.ts'
import { brandsWithoutCheckpoint, lockHeads, updateHeads, updatePrunePoint } from '../store/audit-heads.ts'
import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { appendEvents, checkpointOf, signedHead } from './chain-append.ts'
import { dayOf } from './day.ts'
import { type DeskKey, sign, verifySignature } from './desk-key.ts'
import type { AuditEvent, AuditWriter, Fact } from './event.ts'
import { type ExportOptions, exportAuditLog } from './export-text.ts'
import { AuditError } from './finding-kind.ts'
import { HeadLocks } from './head-locks.ts'
import { checkpointMessage, prunePointMessage } from './message.ts'
import type { AuditReport } from './report.ts'
import { type VerifyOptions, verifyAuditLog } from './verify-log.ts'

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

/** What a purge removed. */
export interface PurgeResult {
  readonly events: number
  /** The last event that was removed. */
  readonly prune_sequence: number
}

/** The append-only audit log: a chain of events for each brand and one for the desk as a whole. Heads and ended days are signed. */
export class AuditLog implements AuditWriter {
  readonly #database: Database<Schema>
  readonly #key: DeskKey
  readonly #clock: Clock
  readonly #heads: HeadLocks

  constructor({ database, key, clock }: { readonly database: Database<Schema>; readonly key: DeskKey; readonly clock: Clock }) {
    this.#database = database
    this.#key = key
    this.#clock = clock
    this.#heads = new HeadLocks(key)
  }

  /** @throws {AuditError} head_forged: the chain was tampered with, and a new signature would hide it */
  async append(store: Store, events: readonly AuditEvent[]): Promise<void> {
    if (events.length === 0) return
    const byBrand = Map.groupBy(events, ({ brand_id }) => brand_id)
    const heads = await this.#heads.lock(store, [...byBrand.keys()])
    const now = this.#now()
    const changes = [...heads.values()].map((head) => appendEvents(head, byBrand.get(head.brand_id) ?? [], now, this.#key))
    await addEvents(
      store,
      changes.flatMap(({ rows }) => rows),
    )
    await this.#save(store, changes)
  }

  /** Adds events in a transaction of their own. */
  note(events: readonly AuditEvent[]): Promise<void> {
    return this.#transaction((store) => this.append(store, events))
  }

  /** Writes checkpoints of days that ended without a later event, and returns how many. */
  async writeDueCheckpoints(now: number = this.#now()): Promise<number> {
    const today = dayOf(now)
    const brands = await brandsWithoutCheckpoint({ kind: this.#database.kind, database: this.#database.read }, today)
    let written = 0
    for (const brand_id of brands) if (await this.#transaction((store) => this.#writeCheckpoint(store, brand_id, now))) written++
    return written
  }

  /** Verifies all events, hashes and signatures. */
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
   * Removes the days with a checkpoint that ended before a time, each in its own transaction, so that writers wait for one day only.
   * The rest still verifies. An event for each day says what was removed, and how many findings the chain had.
   */
  async purge(brand_id: string, before: number, actor = 'desk'): Promise<PurgeResult> {
    const { findings } = await this.verify({ brand_id })
    for (let events = 0; ; ) {
      const purged = await this.#purgeDay(brand_id, before, actor, findings.length)
      events += purged.events
      if (purged.isLast) return { events, prune_sequence: purged.prune_sequence }
    }
  }

  #purgeDay(brand_id: string, before: number, actor: string, findings: number): Promise<PurgeResult & { readonly isLast: boolean }> {
    return this.#transaction(async (store) => {
      // `lock` makes a head where there is none, and a chain without events would not verify.
      const { length: chains } = await lockHeads(store, [brand_id])
      if (chains === 0) return { events: 0, prune_sequence: 0, isLast: true }
      const prune_sequence = (await this.#heads.lock(store, [brand_id])).get(brand_id)?.prune_sequence ?? 0
      const checkpoint = await checkpointAfter(store, brand_id, prune_sequence, dayOf(before))
      if (checkpoint === undefined) return { events: 0, prune_sequence, isLast: true }
      if (!verifySignature(this.#key.public_keys, checkpoint.key_id, checkpointMessage(checkpoint), checkpoint.signature))
        throw new AuditError('checkpoint_wrong', checkpoint)
      const events = await deleteCovered(store, checkpoint)
      const point = { brand_id, prune_sequence: checkpoint.sequence, prune_hash: checkpoint.hash, prune_key_id: this.#key.key_id }
      await updatePrunePoint(store, brand_id, { ...point, prune_signature: sign(this.#key, prunePointMessage(point)) })
      const facts = { before, from_sequence: prune_sequence + 1, to_sequence: checkpoint.sequence, events, findings }
      await this.append(store, [{ brand_id, actor, action: 'audit.prune', facts }])
      return { events, prune_sequence: checkpoint.sequence, isLast: false }
    })
  }

  /** Events, the newest first. */
  async list(options: ListOptions): Promise<ListedEvent[]> {
    const rows = await newestEvents({ kind: this.#database.kind, database: this.#database.read }, options)
    return rows.map((row) => ({ ...row, facts: readFacts(row.facts) }))
  }

  // A forged head is left alone: the verification has to find it.
  async #writeCheckpoint(store: Store, brand_id: string, now: number): Promise<boolean> {
    const head = await this.#heads.lock(store, [brand_id]).then(
      (heads) => heads.get(brand_id),
      (error: unknown) => {
        if (error instanceof AuditError) return undefined
        throw error
      },
    )
    if (head === undefined || head.checkpoint_sequence === head.sequence || head.day >= dayOf(now)) return false
    await this.#save(store, [{ checkpoint: checkpointOf(head, now, this.#key), head: { ...head, checkpoint_sequence: head.sequence } }])
    return true
  }

  async #save(
    store: Store,
    changes: readonly { readonly checkpoint: CheckpointRow | undefined; readonly head: ChainRow }[],
  ): Promise<void> {
    await addCheckpoints(
      store,
      changes.flatMap(({ checkpoint }) => checkpoint ?? []),
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

// Lists show events that were tampered with, too.
function readFacts(text: string): Fact {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
