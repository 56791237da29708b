import { transact } from '@card-member/service/database'
import { TlogError } from '@card-member/tlog'
import { addCosignature, listWitnessStates, putWitnessState } from '../store/audit-checkpoints.ts'
import { auditedTrees } from '../store/audit-reading.ts'
import type { CheckpointRow, WitnessRow } from '../store/audit-tables.ts'
import type { AuditLog } from './audit-log.ts'
import { consistencyOf, newestCheckpoint } from './checkpoints.ts'
import { HashesMissing } from './tree-reader.ts'
import { addCheckpoint, type Send, type WitnessAnswer } from './witness-client.ts'
import type { Witness } from './witness-file.ts'

/** What a witness said about a tree. */
export interface Testimony {
  readonly tree: string
  readonly witness: string
  /** The size of the checkpoint that it was sent. */
  readonly size: number
  /** What it has, where that is another tree than ours. */
  readonly rejected: boolean
  /** Why it could not be asked, or rejected. */
  readonly error: string | undefined
}

const pause_seconds = 60

/** Sends new checkpoints to the witnesses and keeps their cosignatures. A witness that cannot be reached is tried again later. */
export class Witnessing {
  readonly #log: AuditLog
  readonly #witnesses: readonly Witness[]
  readonly #now: () => number
  readonly #send: Send | undefined

  constructor(log: AuditLog, witnesses: readonly Witness[], now: () => number, send?: Send) {
    this.#send = send
    this.#log = log
    this.#witnesses = witnesses
    this.#now = now
  }

  /**
   * Sends the newest checkpoint of each tree to each witness that has not cosigned it.
   *
   * @param again whether to ask those too that have cosigned it, and those that failed a moment ago
   */
  async send({ again = false, only }: { readonly again?: boolean; readonly only?: string } = {}): Promise<Testimony[]> {
    if (this.#witnesses.length === 0) return []
    const store = this.#log.reading
    const states = new Map((await listWitnessStates(store)).map((state) => [`${state.tree} ${state.witness}`, state]))
    const testimonies: Testimony[] = []
    for (const tree of await auditedTrees(store)) {
      if ((only ?? tree) !== tree) continue
      const checkpoint = await newestCheckpoint(store, tree)
      if (checkpoint === undefined) continue
      for (const witness of this.#witnesses) {
        const state = states.get(`${tree} ${witness.name}`)
        if (again || this.#isDue(state, checkpoint)) testimonies.push(await this.#ask(witness, checkpoint, state))
      }
    }
    return testimonies
  }

  #isDue(state: WitnessRow | undefined, { size }: CheckpointRow): boolean {
    if (state === undefined) return true
    if (state.error_time !== null && this.#now() < state.error_time + pause_seconds) return false
    return state.error !== null || state.size < size
  }

  async #ask(witness: Witness, checkpoint: CheckpointRow, state: WitnessRow | undefined): Promise<Testimony> {
    const { tree, size } = checkpoint
    let answer = await this.#submit(witness, checkpoint, state?.size ?? 0)
    // The witness knows better what it has: another process may have sent it a checkpoint.
    if (answer.outcome === 'other_size' && answer.size <= size) answer = await this.#submit(witness, checkpoint, answer.size)
    const error = errorOf(answer)
    const time = answer.outcome === 'cosigned' ? answer.time : (state?.time ?? null)
    const row = {
      tree,
      witness: witness.name,
      size: answer.outcome === 'cosigned' ? size : (state?.size ?? 0),
      time,
      error: error ?? null,
      error_time: error === undefined ? null : this.#now(),
    }
    await transact(this.#log.database, async (store) => {
      if (answer.outcome === 'cosigned') await addCosignature(store, tree, size, answer.line)
      await putWitnessState(store, row)
    })
    return { tree, witness: witness.name, size, rejected: answer.outcome === 'rejected' || answer.outcome === 'other_size', error }
  }

  async #submit(witness: Witness, { tree, size, note }: CheckpointRow, old_size: number): Promise<WitnessAnswer> {
    const from = Math.min(old_size, size)
    // Where stored hashes are missing there is no proof, which the verification finds.
    const proof = await consistencyOf(this.#log.reading, tree, from, size).catch((error: unknown) => {
      if (error instanceof HashesMissing || error instanceof TlogError) return undefined
      throw error
    })
    if (proof === undefined) return { outcome: 'unreachable', reason: 'no consistency proof' }
    return addCheckpoint(witness, { old_size: from, proof, note }, this.#send)
  }
}

function errorOf(answer: WitnessAnswer): string | undefined {
  if (answer.outcome === 'unreachable') return answer.reason
  if (answer.outcome === 'rejected') return `rejected with ${answer.status}`
  return answer.outcome === 'other_size' ? `has ${answer.size} events` : undefined
}
