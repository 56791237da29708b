import type { FindingKind } from './finding-kind.ts'
import { HashesMissing, type TreeReader } from './tree-reader.ts'

/** What is wrong when a tree of this size is compared with a checkpoint of it; undefined when the tree holds all that the checkpoint does. */
export async function compareCheckpoint(
  reader: TreeReader,
  tree_size: number,
  { size, root }: { readonly size: number; readonly root: string },
): Promise<FindingKind | undefined> {
  if (size > tree_size) return 'rolled_back'
  try {
    return (await reader.rootAt(size)) === root ? undefined : 'checkpoint_wrong'
  } catch (error) {
    // That hashes are missing is found by the check of the tree itself.
    if (error instanceof HashesMissing) return undefined
    throw error
  }
}
