import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import { addEntries, addSeals, newestEntries, removeCovered, sealAfter } from '../store/record-entries.ts'
import { lockHeads, unsealedBrands, updateBase, updateHeads } from '../store/record-heads.ts'
import type { ChainRow, EntryRow, SealRow } from '../store/record-tables.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { dayOf } from './day.ts'
import { type DeskKey, isSigned, signed } from './desk-key.ts'
import type { Entry, Fact, Recorder } from './entry.ts'
import { type ExportOptions, exportRecord } from './export.ts'
import { baseForm, sealForm } from './form.ts'
import { grow, sealOf, signedHead } from './grow.ts'
import { Heads } from './heads.ts'
import { RecordError } from './problem.ts'
import type { RecordReport } from './report.ts'
import { type VerifyOptions, verifyRecord } from './verify.ts'

/** An entry as people read it. */
export interface ListedEntry extends Omit<EntryRow, 'facts'> {
  readonly facts: Fact
}

/** Which entries to list. */
export interface ListOptions {
  readonly brand_id: string
  /** Only entries before this one. */
  readonly before_sequence?: number
  readonly action?: string
  readonly limit: number
}

/** What a purge took away. */
export interface Purged {
  readonly entries: number
  /** The last entry that is gone. */
  readonly base_sequence: number
}

/** The append-only record: one chain of entries for each brand, one for the desk as a whole, their heads and days signed. */
export class AuditRecord implements Recorder {
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
  async append(store: Store, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return
    const byBrand = Map.groupBy(entries, ({ brand_id }) => brand_id)
    const heads = await this.#heads.hold(store, [...byBrand.keys()])
    const now = this.#now()
    const growths = [...heads.values()].map((head) => grow(head, byBrand.get(head.brand_id) ?? [], now, this.#key))
    await addEntries(
      store,
      growths.flatMap(({ rows }) => rows),
    )
    await this.#close(store, growths)
  }

  /** Adds entries in a transaction of their own. */
  note(entries: readonly Entry[]): Promise<void> {
    return this.#transaction((store) => this.append(store, entries))
  }

  /** Seals days that have ended without a later entry. Tells how many. */
  async sealDue(now: number = this.#now()): Promise<number> {
    const today = dayOf(now)
    const brands = await unsealedBrands({ kind: this.#database.kind, database: this.#database.read }, today)
    let sealed = 0
    for (const brand_id of brands) if (await this.#transaction((store) => this.#sealLastDay(store, brand_id, now))) sealed++
    return sealed
  }

  /** Checks everything. For an auditor with the public key alone there is `verifyRecord`. */
  async verify(options: VerifyOptions = {}): Promise<RecordReport> {
    await this.sealDue()
    return verifyRecord(this.#database, this.#key.public_keys, options)
  }

  /** The record as JSONL, each line with its end. */
  async *export(options: ExportOptions = {}): AsyncGenerator<string> {
    await this.sealDue()
    yield* exportRecord(this.#database, options)
  }

  /**
   * Takes away the sealed days that ended before a moment, a day in a transaction of its own each, so that nobody waits for years.
   * What stays can be verified as before, and an entry for each day tells what went, and what was wrong with the chain until then.
   */
  async purge(brand_id: string, before: number, actor = 'desk'): Promise<Purged> {
    const { findings } = await this.verify({ brand_id })
    for (let entries = 0; ; ) {
      const purged = await this.#purgeDay(brand_id, before, actor, findings.length)
      entries += purged.entries
      if (purged.over) return { entries, base_sequence: purged.base_sequence }
    }
  }

  #purgeDay(brand_id: string, before: number, actor: string, findings: number): Promise<Purged & { readonly over: boolean }> {
    return this.#transaction(async (store) => {
      // Holding makes a head where there is none, and a chain without entries would not verify.
      const { length: chains } = await lockHeads(store, [brand_id])
      if (chains === 0) return { entries: 0, base_sequence: 0, over: true }
      const base_sequence = (await this.#heads.hold(store, [brand_id])).get(brand_id)?.base_sequence ?? 0
      const seal = await sealAfter(store, brand_id, base_sequence, dayOf(before))
      if (seal === undefined) return { entries: 0, base_sequence, over: true }
      if (!isSigned(this.#key.public_keys, seal.key_id, sealForm(seal), seal.signature)) throw new RecordError('seal_wrong', seal)
      const entries = await removeCovered(store, seal)
      const base = { brand_id, base_sequence: seal.sequence, base_hash: seal.hash, base_key_id: this.#key.key_id }
      await updateBase(store, brand_id, { ...base, base_signature: signed(this.#key, baseForm(base)) })
      const facts = { before, from_sequence: base_sequence + 1, to_sequence: seal.sequence, entries, findings }
      await this.append(store, [{ brand_id, actor, action: 'record.purge', facts }])
      return { entries, base_sequence: seal.sequence, over: false }
    })
  }

  /** Entries, the newest first. */
  async list(options: ListOptions): Promise<ListedEntry[]> {
    const rows = await newestEntries({ kind: this.#database.kind, database: this.#database.read }, options)
    return rows.map((row) => ({ ...row, facts: readFacts(row.facts) }))
  }

  // A head that is forged is left alone; to find it is for the verification.
  async #sealLastDay(store: Store, brand_id: string, now: number): Promise<boolean> {
    const head = await this.#heads.hold(store, [brand_id]).then(
      (heads) => heads.get(brand_id),
      (error: unknown) => {
        if (error instanceof RecordError) return undefined
        throw error
      },
    )
    if (head === undefined || head.sealed_sequence === head.sequence || head.day >= dayOf(now)) return false
    await this.#close(store, [{ seal: sealOf(head, now, this.#key), head: { ...head, sealed_sequence: head.sequence } }])
    return true
  }

  async #close(store: Store, changes: readonly { readonly seal: SealRow | undefined; readonly head: ChainRow }[]): Promise<void> {
    await addSeals(
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

// A list has to show an entry that was tampered with, too.
function readFacts(text: string): Fact {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
