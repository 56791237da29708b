import { CompactTree, TlogError, type TreeState } from '@card-member/tlog'
import type { TreeRow } from '../store/audit-tables.ts'
import { split } from './tiles.ts'

/** The frontier of a tree as its row has it. */
export function frontierOf({ size, frontier }: Pick<TreeRow, 'size' | 'frontier'>): TreeState {
  return { size, hashes: split(frontier) }
}

/** The same for what nobody signed: undefined when no tree of that size has such hashes. */
export function readFrontier(size: number, text: string): TreeState | undefined {
  try {
    return new CompactTree(frontierOf({ size, frontier: text })).state()
  } catch (error) {
    if (error instanceof TlogError) return undefined
    throw error
  }
}

/** A frontier as a row has it. */
export function writeFrontier({ hashes }: TreeState): string {
  return Buffer.concat(hashes).toString('base64')
}
