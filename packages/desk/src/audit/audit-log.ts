import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import { signCheckpoint } from '@card-member/tlog'
import { deleteCardBlocksBefore } from '../store/audit-card-blocks.ts'
import { addCheckpoint } from '../store/audit-checkpoints.ts'
import { addEvents, deleteEventsBefore, findEvent, firstEventSince } from '../store/audit-events.ts'
import { type EventSearch, searchEvents } from '../store/audit-search.ts'
import type { EventRow, TreeRow } from '../store/audit-tables.ts'
import { putTiles } from '../store/audit-tiles.ts'
import { coverTree, uncoveredTrees, updateTrees } from '../store/audit-trees.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { CardIndex, completeCards } from './card-index.ts'
import { dayOf } from './day.ts'
import type { DeskKey } from './desk-key.ts'
import { deskTree, eventId, treeOf } from './entry.ts'
import type { AuditEvent, AuditWriter, Fact } from './event.ts'
import { type ExportOptions, exportAuditLog } from './export-text.ts'
import { AuditError } from './finding-kind.ts'
import { frontierOf } from './frontier.ts'
import { signedHead } from './head.ts'
import { rootOf } from './merkle.ts'
import { signerOf } from './note-keys.ts'
import { namedLog, originOf } from './origin.ts'
import { partialTile } from './partial-tile.ts'
import type { AuditReport } from './report.ts'
import { filledTiles } from './tiles.ts'
import { appendEvents } from './tree-append.ts'
import { TreeLocks } from './tree-locks.ts'
import { type VerifyOptions, verifyAuditLog } from './verify-log.ts'

/** An event as people read it. */
export interface ListedEvent extends Omit<EventRow, 'facts'> {
  readonly event_id: string
  readonly facts: Fact
}

/** What an audit log works with. */
export interface AuditLogOptions {
  readonly database: Database<Schema>
  readonly key: DeskKey
  readonly clock: Clock
  /** Makes the events of a card quick to find. Without it a search reads all events, as a benchmark does to measure its cost. */
  readonly cardIndex?: Pick<CardIndex, 'add'>
}

/** What a purge removed. */
export interface PurgeResult {
  readonly events: number
  /** The first event that was kept. */
  readonly first_index: number
}

// Events are deleted in slices, so that writers wait for one slice only.
const purgeSlice = 20_000
const checkpointSeconds = 600

/** The append-only audit log: a Merkle tree for each brand and one for the desk as a whole, which names the others. */
export class AuditLog implements AuditWriter {
  readonly database: Database<Schema>
  readonly key: DeskKey
  readonly #clock: Clock
  readonly #cardIndex: Pick<CardIndex, 'add'>
  readonly #locks: TreeLocks

  constructor({ database, key, clock, cardIndex = new CardIndex() }: AuditLogOptions) {
    this.database = database
    this.key = key
    this.#clock = clock
    this.#cardIndex = cardIndex
    this.#locks = new TreeLocks(key.public_keys)
  }

  /** For queries that wait for no writer. */
  get reading(): Store {
    return { kind: this.database.kind, database: this.database.read }
  }

  /** Unix seconds. */
  get now(): number {
    return Math.floor(this.#clock() / 1000)
  }

  /** @throws {AuditError} head_forged: the tree was tampered with, and a new signature would hide it; event_too_large; log_missing */
  async append(store: Store, events: readonly AuditEvent[]): Promise<void> {
    if (events.length === 0) return
    const byTree = Map.groupBy(events, ({ brand_id }) => treeOf(brand_id))
    await this.#grow(store, byTree)
  }

  /** Adds events in a transaction of their own. */
  note(events: readonly AuditEvent[]): Promise<void> {
    return this.#transaction((store) => this.append(store, events))
  }

  /**
   * Makes checkpoints of trees with events that none covers: of days that ended, and of trees that wait for ten minutes. Returns how
   * many.
   */
  async writeDueCheckpoints(now: number = this.now): Promise<number> {
    const today = dayOf(now)
    const isDue = ({ time, checkpoint_time }: TreeRow) => dayOf(time) < today || now >= checkpoint_time + checkpointSeconds
    return this.#writeCheckpoints(isDue)
  }

  /** Makes a checkpoint of every tree that has events which none covers. The desk's own comes last, because it names the others. */
  writeCheckpoints(only?: string): Promise<number> {
    return this.#writeCheckpoints(({ tree }) => only === undefined || tree === only)
  }

  /** Verifies all events, hashes and signatures. */
  async verify(options: VerifyOptions = {}): Promise<AuditReport> {
    await this.writeCheckpoints(options.tree)
    return verifyAuditLog(this.database, this.key.public_keys, options)
  }

  /** The audit log as JSONL, each line with its end. */
  export(options: ExportOptions = {}): AsyncGenerator<string> {
    return exportAuditLog(this.database, options)
  }

  /**
   * Removes the events of a tree before the first one at or after a time. Their hashes stay, so that the rest verifies and proofs of it
   * stay good. An event says what was removed, and how many findings the tree had.
   */
  async purge(tree: string, before: number, actor = 'desk'): Promise<PurgeResult> {
    const { findings } = await this.verify({ tree })
    for (let events = 0; ; ) {
      const purged = await this.#transaction((transaction) => this.#purgeSlice(transaction, tree, before, actor, findings.length))
      events += purged.events
      if (purged.events < purgeSlice) return { events, first_index: purged.first_index }
    }
  }

  async #purgeSlice(store: Store, tree: string, before: number, actor: string, findings: number): Promise<PurgeResult> {
    if ((await searchEvents(store, { tree, limit: 1 })).length === 0) return { events: 0, first_index: 0 }
    const row = (await this.#locks.lock(store, [tree], this.now)).rows.get(tree)
    if (row === undefined) return { events: 0, first_index: 0 }
    const until = Math.min((await firstEventSince(store, tree, before)) ?? row.size, row.first_index + purgeSlice)
    if (until <= row.first_index) return { events: 0, first_index: row.first_index }
    const partial = await partialTile(store, tree, until)
    if (partial !== undefined) await putTiles(store, [partial])
    const events = await deleteEventsBefore(store, tree, until)
    await deleteCardBlocksBefore(store, tree, until)
    const facts = { before, from_index: row.first_index, to_index: until, events, findings }
    await this.#grow(store, new Map([[tree, [{ actor, action: 'audit.prune', facts }]]]), new Map([[tree, until]]))
    return { events, first_index: until }
  }

  /** Events of one tree, the newest first. */
  async list(search: EventSearch): Promise<ListedEvent[]> {
    const rows = await searchEvents({ kind: this.database.kind, database: this.database.long }, search)
    return rows.map(listed)
  }

  /** One event; undefined when there is none, or no more. */
  async find(tree: string, index: number): Promise<ListedEvent | undefined> {
    const row = await findEvent(this.reading, tree, index)
    return row && listed(row)
  }

  /** @param first what becomes the first event of some trees */
  async #grow(
    store: Store,
    events: ReadonlyMap<string, readonly Omit<AuditEvent, 'brand_id'>[]>,
    first: ReadonlyMap<string, number> = new Map(),
  ): Promise<void> {
    const now = this.now
    const { desk_id, rows, begun } = await this.#locks.lock(store, [...events.keys()], now)
    const named = begun.map((tree) => ({ actor: 'desk', action: 'audit.tree', facts: { tree } }))
    const changes = [...rows.values()].map((row) => {
      const own = events.get(row.tree) ?? []
      const first_index = first.get(row.tree) ?? row.first_index
      return appendEvents({ ...row, first_index }, row.tree === deskTree ? [...named, ...own] : own, now)
    })
    await addEvents(
      store,
      changes.flatMap((change) => change.rows),
    )
    for (const change of changes) {
      await putTiles(store, await filledTiles(store, change.tree.tree, change))
      await this.#cardIndex.add(store, change)
    }
    const signed = changes.map(({ tree }) => signedHead(tree, desk_id, this.key))
    await updateTrees(store, signed)
    this.#locks.signed(signed)
  }

  // The desk's own tree comes last: it has an event for each checkpoint of the others.
  async #writeCheckpoints(isMeant: (row: TreeRow) => boolean): Promise<number> {
    let written = 0
    const write = async (tree: string) => {
      if (await this.#transaction((transaction) => this.#writeCheckpoint(transaction, tree))) written++
    }
    const others = (await uncoveredTrees(this.reading)).filter((row) => row.tree !== deskTree && isMeant(row))
    for (const { tree } of others) await write(tree)
    const desk = (await uncoveredTrees(this.reading)).find(({ tree }) => tree === deskTree)
    if (desk !== undefined && (written > 0 || isMeant(desk))) await write(deskTree)
    return written
  }

  // A forged state is left alone: the verification has to find it.
  async #writeCheckpoint(store: Store, tree: string): Promise<boolean> {
    const time = this.now
    const row = await this.#locks.lock(store, [tree, deskTree], time).then(
      ({ rows }) => rows.get(tree),
      (error: unknown) => {
        if (error instanceof AuditError) return undefined
        throw error
      },
    )
    if (row === undefined || row.size === 0 || row.checkpoint_size === row.size) return false
    const { size } = row
    const root = rootOf(frontierOf(row))
    const origin = originOf(await namedLog(store), tree)
    const note = await signCheckpoint({ origin, size, root }, [signerOf(this.key, origin)])
    await addCheckpoint(store, { tree, size, time, note, cosignatures: '', token: null })
    await coverTree(store, tree, size, time)
    await completeCards(store, row)
    const facts = { tree, size, root: Buffer.from(root).toString('base64') }
    if (tree !== deskTree) await this.#grow(store, new Map([[deskTree, [{ actor: 'desk', action: 'audit.checkpoint', facts }]]]))
    return true
  }

  #transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    return transact(this.database, work)
  }
}

function listed(row: EventRow): ListedEvent {
  return { ...row, event_id: eventId(row.tree, row.index), facts: readFacts(row.facts) }
}

// Lists show events that were tampered with, too.
function readFacts(text: string): Fact {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
