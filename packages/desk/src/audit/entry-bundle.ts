import type { Tile } from '@card-member/tlog'
import { eventPages } from '../store/audit-reading.ts'
import type { Store } from '../store/store.ts'
import { entryOf } from './entry.ts'
import { tileWidth } from './tiles.ts'

const lengthBytes = 2

/**
 * The entries of a tile, each after its length in 16 bits; undefined when some were purged, because the bundle cannot be made any
 * more.
 */
export async function entryBundle(store: Store, tree: string, { index, width }: Tile, first_index: number): Promise<Buffer | undefined> {
  const from = index * tileWidth
  if (from < first_index) return undefined
  const parts: Buffer[] = []
  for await (const page of eventPages(store, tree, { after: String(from - 1), through: String(from + width - 1) }))
    for (const event of page) {
      const entry = Buffer.from(entryOf(event))
      const length = Buffer.alloc(lengthBytes)
      length.writeUInt16BE(Math.min(entry.length, 0xff_ff))
      parts.push(length, entry)
    }
  return Buffer.concat(parts)
}
