import { parseNote } from '@card-member/tlog'
import { readWitnessFailure, type WitnessFailure } from '../contract/witness-failure.ts'
import { listWitnessStates } from '../store/audit-checkpoints.ts'
import { listTrees } from '../store/audit-reading.ts'
import type { CheckpointRow, WitnessRow } from '../store/audit-tables.ts'
import { findLog } from '../store/audit-trees.ts'
import type { AuditLog } from './audit-log.ts'
import { newestCheckpoint } from './checkpoints.ts'
import { signerOf } from './note-keys.ts'
import { originOf } from './origin.ts'
import type { Confirmation, Witness } from './witness-file.ts'

/** One tree as it is. Times are Unix seconds. */
export interface TreeStatus {
  /** A brand's id, or `desk`. */
  readonly tree: string
  readonly origin: string
  /** The verifier key of its checkpoints. */
  readonly vkey: string
  readonly size: number
  /** The first event that was not purged. */
  readonly first_index: number
  readonly checkpoint: {
    readonly size: number
    readonly time: number
    readonly cosignatures: number
    readonly has_time_stamp: boolean
  } | null
}

/** What a witness confirmed of a tree. Times are Unix seconds. */
export interface WitnessStatus {
  readonly witness: string
  readonly url: string
  readonly tree: string
  /** How many events its last cosignature covers; 0 before the first. */
  readonly size: number
  /** When it cosigned last, by its clock. */
  readonly time: number | null
  /** Why the last attempt failed. */
  readonly error: WitnessFailure | null
}

/** The trees of the log, their newest checkpoints, and the witnesses. */
export interface AuditStatus {
  readonly trees: readonly TreeStatus[]
  readonly witnesses: readonly WitnessStatus[]
}

/** How the log is, and how old the confirmations from outside are. */
export async function statusOf(log: AuditLog, { witnesses }: Confirmation): Promise<AuditStatus> {
  const store = log.reading
  const named = (await findLog(store)) ?? { desk_id: '', host: null }
  const trees: TreeStatus[] = []
  for (const { tree, size, first_index } of (await listTrees(store)).values()) {
    const origin = originOf(named, tree)
    const checkpoint = await newestCheckpoint(store, tree)
    trees.push({ tree, origin, vkey: signerOf(log.key, origin).vkey, size, first_index, checkpoint: checkpoint ? shown(checkpoint) : null })
  }
  const states = await listWitnessStates(store)
  return { trees, witnesses: witnesses.flatMap((witness) => trees.map(({ tree }) => stateOf(witness, tree, states))) }
}

function shown({ size, time, note, cosignatures, token }: CheckpointRow): TreeStatus['checkpoint'] {
  const count = cosignatures === '' ? 0 : parseNote(note + cosignatures).signatures.length - 1
  return { size, time, cosignatures: count, has_time_stamp: token !== null }
}

function stateOf({ url, name }: Witness, tree: string, states: readonly WitnessRow[]): WitnessStatus {
  const state = states.find((row) => row.tree === tree && row.witness === name)
  const error = readWitnessFailure(state?.error ?? null, state?.error_detail ?? null)
  return { witness: name, url, tree, size: state?.size ?? 0, time: state?.time ?? null, error }
}
