import { consistencyProof, inclusionProof, parseCheckpoint, parseNote } from '@card-member/tlog'
import { checkpointsOf } from '../store/audit-checkpoints.ts'
import type { CheckpointRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import { hashOptions } from './merkle.ts'
import { TreeReader } from './tree-reader.ts'

/** The signed note of a checkpoint with the cosignatures that it has. */
export function wholeNote({ note, cosignatures }: Pick<CheckpointRow, 'note' | 'cosignatures'>): string {
  return note + cosignatures
}

/** What a stored note says. */
export function contentOf({ note }: Pick<CheckpointRow, 'note'>): {
  readonly origin: string
  readonly size: number
  readonly root: string
} {
  const { origin, size, root } = parseCheckpoint(parseNote(note).text)
  return { origin, size, root: Buffer.from(root).toString('base64') }
}

/** The newest checkpoint of a tree; undefined before the first. */
export async function newestCheckpoint(store: Store, tree: string): Promise<CheckpointRow | undefined> {
  return (await checkpointsOf(store, tree))[0]
}

/** The checkpoint that proves an event best: the newest with cosignatures that covers it, or else the newest. */
export async function checkpointFor(store: Store, tree: string, index: number): Promise<CheckpointRow | undefined> {
  const covering = (await checkpointsOf(store, tree)).filter(({ size }) => size > index)
  return covering.find(({ cosignatures }) => cosignatures !== '') ?? covering[0]
}

/** The proof that an event is in a tree of some size. */
export function inclusionOf(store: Store, tree: string, index: number, size: number): Promise<Uint8Array[]> {
  return inclusionProof(index, size, new TreeReader(store, tree).nodesAt(size), hashOptions)
}

/** The proof that a tree of one size begins with that of another. */
export function consistencyOf(store: Store, tree: string, old_size: number, size: number): Promise<Uint8Array[]> {
  return consistencyProof(old_size, size, new TreeReader(store, tree).nodesAt(size), hashOptions)
}
