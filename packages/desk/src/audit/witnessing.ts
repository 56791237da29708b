import { transact } from '@card-member/service/database'
import { askWitness, importVerifier, TlogError } from '@card-member/tlog'
import type { WitnessFailure } from '../contract/witness-failure.ts'
import { addCosignature, listWitnessStates, putWitnessState } from '../store/audit-checkpoints.ts'
import { auditedTrees } from '../store/audit-reading.ts'
import type { CheckpointRow, WitnessRow } from '../store/audit-tables.ts'
import type { AuditLog } from './audit-log.ts'
import { consistencyOf, newestCheckpoint } from './checkpoints.ts'
import { HashesMissing } from './tree-reader.ts'
import type { Witness } from './witness-file.ts'

/** What a witness said about a tree. */
export interface Testimony {
  readonly tree: string
  readonly witness: string
  /** The size of the checkpoint that it was sent. */
  readonly size: number
  /** Whether it has another tree than ours, or does not know it. */
  readonly rejected: boolean
  /** Why it could not be asked, or rejected. */
  readonly error: WitnessFailure | undefined
}

const pause_seconds = 60
const timeout_ms = 10_000

/** Sends new checkpoints to the witnesses and keeps their cosignatures. A witness that cannot be reached is tried again later. */
export class Witnessing {
  readonly #log: AuditLog
  readonly #witnesses: readonly Witness[]
  readonly #now: () => number
  readonly #fetch: typeof fetch | undefined

  constructor(log: AuditLog, witnesses: readonly Witness[], now: () => number, call?: typeof fetch) {
    this.#fetch = call
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

  async #ask(witness: Witness, { tree, size, note }: CheckpointRow, state: WitnessRow | undefined): Promise<Testimony> {
    const answer = await askWitness({
      url: witness.url,
      verifier: importVerifier(witness.vkey),
      checkpoint: note,
      old_size: state?.size ?? 0,
      proofFrom: (old_size) => consistencyOf(this.#log.reading, tree, old_size, size),
      signal: AbortSignal.timeout(timeout_ms),
      ...(this.#fetch && { fetch: this.#fetch }),
    }).catch(failureOf)
    const is_cosigned = 'line' in answer
    const error = is_cosigned ? undefined : answer.error
    const row = {
      tree,
      witness: witness.name,
      size: is_cosigned ? size : (state?.size ?? 0),
      time: is_cosigned ? answer.time : (state?.time ?? null),
      error: error?.code ?? null,
      error_detail: error?.detail ?? null,
      error_time: error === undefined ? null : this.#now(),
    }
    await transact(this.#log.database, async (store) => {
      if (is_cosigned) await addCosignature(store, tree, size, answer.line)
      await putWitnessState(store, row)
    })
    return { tree, witness: witness.name, size, rejected: !is_cosigned && answer.rejected, error }
  }
}

interface Failure {
  /** Whether the witness has another tree than ours, or does not know it. */
  readonly rejected: boolean
  readonly error: WitnessFailure
}

function failureOf(error: unknown): Failure {
  // Where stored hashes are missing there is no proof, which the verification finds.
  if (error instanceof HashesMissing) return { rejected: false, error: { code: 'proof_missing' } }
  if (!(error instanceof TlogError)) throw error
  const [, detail = ''] = error.details
  if (error.code === 'WITNESS_AHEAD') return { rejected: true, error: { code: 'ahead', detail } }
  if (error.code === 'WITNESS_REFUSED') return { rejected: true, error: { code: 'refused', detail } }
  const isAway = error.code === 'WITNESS_UNREACHABLE'
  return { rejected: false, error: isAway ? { code: 'unreachable', detail } : { code: 'cosignature_wrong' } }
}
