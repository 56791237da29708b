import type { TreeRow } from '../store/audit-tables.ts'
import type { Frontier } from './merkle.ts'
import { split } from './tiles.ts'

/** The frontier of a tree as its row has it. */
export function frontierOf({ size, frontier }: Pick<TreeRow, 'size' | 'frontier'>): Frontier {
  return { size, hashes: split(frontier) }
}

/** A frontier as a row has it. */
export function writeFrontier({ hashes }: Frontier): string {
  return Buffer.concat(hashes).toString('base64')
}
