import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import { dayOf } from './day.ts'
import { isSigned, type PublicKeys } from './desk-key.ts'
import type { Findings } from './findings.ts'
import { checkpointForm, eventHash, headForm, noHash, prunePointForm } from './form.ts'

/** A chain without its events, or a stretch of one. */
export interface ChainState {
  readonly brand_id: string
  readonly head: ChainRow | undefined
  readonly checkpoints: readonly CheckpointRow[]
  /** The sequence before the first event: where the chain begins, or a checkpoint. */
  readonly from_sequence: number
  /** The last event: the head, or a checkpoint. */
  readonly to_sequence: number
}

interface Last {
  readonly sequence: number
  /** What the next event may name as the hash before it: as stored or as computed, where the two differ. */
  readonly hashes: readonly string[]
  /** Set when the event stands in the wrong place, so that nobody can say what belongs after it. */
  readonly lost?: true
}

/** Goes along one chain event by event and notes what does not fit. It keeps the last event and the checkpoints, nothing else. */
export class ChainCheck {
  readonly #brand_id: string
  readonly #keys: PublicKeys
  readonly #findings: Findings
  readonly #head: ChainRow | undefined
  readonly #to: number | undefined
  readonly #seals = new Map<number, CheckpointRow>()
  // With those that do not verify: a checkpoint that was found wrong is not missing as well.
  readonly #sealed = new Set<string | number>()
  #last: Last | undefined
  #day = ''

  constructor(state: ChainState, keys: PublicKeys, findings: Findings) {
    this.#brand_id = state.brand_id
    this.#keys = keys
    this.#findings = findings
    for (const seal of state.checkpoints) this.#addCheckpoint(seal)
    this.#head = this.#trusted(state.head)
    this.#last = this.#start(state)
    // Nothing holds where the head is not to be believed.
    this.#to = this.#head === undefined && state.to_sequence === state.head?.sequence ? undefined : state.to_sequence
    if (state.head === undefined) this.#to = undefined
  }

  event(row: EventRow): void {
    const { brand_id, sequence } = row
    if (!(sequence > (this.#last?.sequence ?? 0)) || sequence > (this.#to ?? sequence)) {
      this.#findings.add('inserted', { brand_id, sequence })
      return
    }
    const computed = eventHash(row)
    const lost = this.#checkLink(row, computed)
    if (computed === row.hash) this.#passDay(dayOf(row.time))
    const seal = this.#seals.get(sequence)
    if (seal && seal.hash !== row.hash && seal.hash !== computed)
      this.#findings.add('checkpoint_wrong', { brand_id, sequence, day: seal.day })
    this.#last = { sequence, hashes: [row.hash, computed], ...(lost && { lost }) }
  }

  end(): void {
    const at = { brand_id: this.#brand_id }
    const reached = this.#last?.sequence ?? 0
    const head = this.#head
    const promised = Math.max(this.#to ?? 0, ...this.#seals.keys())
    if (promised > reached)
      this.#findings.add('truncated', { ...at, sequence: reached + 1, ...(promised > reached + 1 && { through: promised }) })
    if (head === undefined || this.#to === undefined) return
    if (this.#to !== head.sequence) {
      if (!this.#seals.has(this.#to)) this.#findings.add('truncated', { ...at, sequence: this.#to + 1 })
    } else if (reached === head.sequence) {
      const known = reached === 0 || this.#last === undefined || this.#last.hashes.includes(head.hash)
      if (!known) this.#findings.add('head_differs', { ...at, sequence: reached })
    }
    const lastSealed = head.sequence > 0 && head.checkpoint_sequence === head.sequence && this.#to === head.sequence
    if (lastSealed && !this.#isSealed(head.sequence, head.day))
      this.#findings.add('checkpoint_missing', { ...at, sequence: head.sequence, day: head.day })
  }

  /** Whether the event stands in the wrong place. */
  #checkLink(row: EventRow, computed: string): true | undefined {
    const { brand_id, sequence } = row
    const last = this.#last
    const expected = (last?.sequence ?? sequence - 1) + 1
    const gap = sequence > expected
    if (gap) this.#findings.add('gap', { brand_id, sequence: expected, ...(sequence > expected + 1 && { through: sequence - 1 }) })
    const unknown = last === undefined || gap || last.lost === true
    const follows = unknown || last.hashes.includes(row.previous_hash)
    if (follows && computed === row.hash) return undefined
    if (last?.lost && !gap) return this.#misplaced(row)
    // When only `previous_hash` was changed, the event fits again with what belongs there.
    const changed = follows || last.hashes.some((previous_hash) => eventHash({ ...row, previous_hash }) === row.hash)
    if (!changed) {
      this.#misplaced(row)
      return computed === row.hash ? undefined : true
    }
    this.#findings.add('changed', { brand_id, sequence })
    return undefined
  }

  #misplaced({ brand_id, sequence }: EventRow): true {
    this.#findings.add('reordered', { brand_id, sequence })
    return true
  }

  // Days only go forward: a clock that was behind does not open a day again.
  #passDay(day: string): void {
    if (day <= this.#day) return
    const sequence = this.#last?.sequence ?? 0
    if (this.#day !== '' && !this.#isSealed(sequence, this.#day))
      this.#findings.add('checkpoint_missing', { brand_id: this.#brand_id, sequence, day: this.#day })
    this.#day = day
  }

  #isSealed(sequence: number, day: string): boolean {
    return this.#sealed.has(sequence) || this.#sealed.has(day)
  }

  #addCheckpoint(seal: CheckpointRow): void {
    const { brand_id, sequence, day, key_id, signature } = seal
    this.#sealed.add(sequence).add(day)
    if (isSigned(this.#keys, key_id, checkpointForm(seal), signature)) this.#seals.set(sequence, seal)
    else this.#findings.add('checkpoint_wrong', { brand_id, sequence, day })
  }

  #trusted(head: ChainRow | undefined): ChainRow | undefined {
    if (head === undefined) this.#findings.add('head_missing', { brand_id: this.#brand_id, sequence: 0 })
    else if (isSigned(this.#keys, head.key_id, headForm(head), head.signature)) return head
    else this.#findings.add('head_forged', { brand_id: this.#brand_id, sequence: head.sequence })
    return undefined
  }

  #start({ brand_id, head, from_sequence }: ChainState): Last | undefined {
    if (head === undefined) return undefined
    if (!this.#baseHolds(head)) {
      this.#findings.add('prune_point_wrong', { brand_id, sequence: head.prune_sequence })
      return undefined
    }
    const seal = this.#seals.get(from_sequence)
    if (from_sequence !== head.prune_sequence) {
      if (seal) return { sequence: from_sequence, hashes: [seal.hash] }
      this.#findings.add('prune_point_wrong', { brand_id, sequence: from_sequence })
      return undefined
    }
    if (from_sequence > 0 && !this.#sealed.has(from_sequence))
      this.#findings.add('checkpoint_missing', { brand_id, sequence: from_sequence })
    if (seal && seal.hash !== head.prune_hash) this.#findings.add('checkpoint_wrong', { brand_id, sequence: from_sequence, day: seal.day })
    return { sequence: from_sequence, hashes: [head.prune_hash] }
  }

  #baseHolds(head: ChainRow): boolean {
    const { prune_sequence, prune_hash, prune_key_id, prune_signature } = head
    if (prune_sequence === 0) return prune_hash === noHash && prune_key_id === '' && prune_signature === ''
    return isSigned(this.#keys, prune_key_id, prunePointForm(head), prune_signature)
  }
}
