import type { ChainRow, CheckpointRow, EventRow } from '../store/audit-tables.ts'
import { dayOf } from './day.ts'
import { type PublicKeys, verifySignature } from './desk-key.ts'
import type { Findings } from './findings.ts'
import { checkpointMessage, eventHash, firstPreviousHash, headMessage, prunePointMessage } from './message.ts'

/** A chain without its events, or a part of one. */
export interface ChainState {
  readonly brand_id: string
  readonly head: ChainRow | undefined
  readonly checkpoints: readonly CheckpointRow[]
  /** The sequence before the first event: the prune point, or a checkpoint. */
  readonly from_sequence: number
  /** The last event: the head, or a checkpoint. */
  readonly to_sequence: number
}

interface Last {
  readonly sequence: number
  /** What the next event may have as `previous_hash`: the stored hash or the computed one, where they differ. */
  readonly hashes: readonly string[]
  /** Set when the event is misplaced, so that nothing is known about the next one. */
  readonly lost?: true
}

/** Verifies one chain event by event. It keeps the last event and the checkpoints in memory, nothing else. */
export class ChainCheck {
  readonly #brand_id: string
  readonly #keys: PublicKeys
  readonly #findings: Findings
  readonly #head: ChainRow | undefined
  readonly #to: number | undefined
  readonly #checkpoints = new Map<number, CheckpointRow>()
  // By sequence and day. A checkpoint with a wrong signature is here too, so that it is not found missing as well.
  readonly #covered = new Set<string | number>()
  #last: Last | undefined
  #day = ''

  constructor(state: ChainState, keys: PublicKeys, findings: Findings) {
    this.#brand_id = state.brand_id
    this.#keys = keys
    this.#findings = findings
    for (const checkpoint of state.checkpoints) this.#addCheckpoint(checkpoint)
    this.#head = this.#trusted(state.head)
    this.#last = this.#start(state)
    // Without a valid head it is not known where the chain ends.
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
    const checkpoint = this.#checkpoints.get(sequence)
    if (checkpoint && checkpoint.hash !== row.hash && checkpoint.hash !== computed)
      this.#findings.add('checkpoint_wrong', { brand_id, sequence, day: checkpoint.day })
    this.#last = { sequence, hashes: [row.hash, computed], ...(lost && { lost }) }
  }

  end(): void {
    const at = { brand_id: this.#brand_id }
    const reached = this.#last?.sequence ?? 0
    const head = this.#head
    const promised = Math.max(this.#to ?? 0, ...this.#checkpoints.keys())
    if (promised > reached)
      this.#findings.add('truncated', { ...at, sequence: reached + 1, ...(promised > reached + 1 && { through: promised }) })
    if (head === undefined || this.#to === undefined) return
    if (this.#to !== head.sequence) {
      if (!this.#checkpoints.has(this.#to)) this.#findings.add('truncated', { ...at, sequence: this.#to + 1 })
    } else if (reached === head.sequence) {
      const known = reached === 0 || this.#last === undefined || this.#last.hashes.includes(head.hash)
      if (!known) this.#findings.add('head_differs', { ...at, sequence: reached })
    }
    const lastCovered = head.sequence > 0 && head.checkpoint_sequence === head.sequence && this.#to === head.sequence
    if (lastCovered && !this.#isCovered(head.sequence, head.day))
      this.#findings.add('checkpoint_missing', { ...at, sequence: head.sequence, day: head.day })
  }

  /** Whether the event is misplaced. */
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
    // If only `previous_hash` was changed, the event has its hash again with the right one.
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

  // Days only go forward, even when a clock went back.
  #passDay(day: string): void {
    if (day <= this.#day) return
    const sequence = this.#last?.sequence ?? 0
    if (this.#day !== '' && !this.#isCovered(sequence, this.#day))
      this.#findings.add('checkpoint_missing', { brand_id: this.#brand_id, sequence, day: this.#day })
    this.#day = day
  }

  #isCovered(sequence: number, day: string): boolean {
    return this.#covered.has(sequence) || this.#covered.has(day)
  }

  #addCheckpoint(checkpoint: CheckpointRow): void {
    const { brand_id, sequence, day, key_id, signature } = checkpoint
    this.#covered.add(sequence).add(day)
    if (verifySignature(this.#keys, key_id, checkpointMessage(checkpoint), signature)) this.#checkpoints.set(sequence, checkpoint)
    else this.#findings.add('checkpoint_wrong', { brand_id, sequence, day })
  }

  #trusted(head: ChainRow | undefined): ChainRow | undefined {
    if (head === undefined) this.#findings.add('head_missing', { brand_id: this.#brand_id, sequence: 0 })
    else if (verifySignature(this.#keys, head.key_id, headMessage(head), head.signature)) return head
    else this.#findings.add('head_forged', { brand_id: this.#brand_id, sequence: head.sequence })
    return undefined
  }

  #start({ brand_id, head, from_sequence }: ChainState): Last | undefined {
    if (head === undefined) return undefined
    if (!this.#isPrunePointValid(head)) {
      this.#findings.add('prune_point_wrong', { brand_id, sequence: head.prune_sequence })
      return undefined
    }
    const checkpoint = this.#checkpoints.get(from_sequence)
    if (from_sequence !== head.prune_sequence) {
      if (checkpoint) return { sequence: from_sequence, hashes: [checkpoint.hash] }
      this.#findings.add('prune_point_wrong', { brand_id, sequence: from_sequence })
      return undefined
    }
    if (from_sequence > 0 && !this.#covered.has(from_sequence))
      this.#findings.add('checkpoint_missing', { brand_id, sequence: from_sequence })
    if (checkpoint && checkpoint.hash !== head.prune_hash)
      this.#findings.add('checkpoint_wrong', { brand_id, sequence: from_sequence, day: checkpoint.day })
    return { sequence: from_sequence, hashes: [head.prune_hash] }
  }

  #isPrunePointValid(head: ChainRow): boolean {
    const { prune_sequence, prune_hash, prune_key_id, prune_signature } = head
    if (prune_sequence === 0) return prune_hash === firstPreviousHash && prune_key_id === '' && prune_signature === ''
    return verifySignature(this.#keys, prune_key_id, prunePointMessage(head), prune_signature)
  }
}
