import { blockEvents, cardBlockNumbers, cardsIn, countCardBlocks, factsBetween, putCardBlocks } from '../store/audit-card-blocks.ts'
import type { CardBlockRow, TreeRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import type { TreeAppend } from './tree-append.ts'

// A checkpoint holds the lock of its tree meanwhile.
const completedAtOnce = 32

/** Which blocks of cards a tree can have: from one number on, before another. A block of which a purge took events is not among them. */
export function cardBlocksOf({ first_index, size }: Pick<TreeRow, 'first_index' | 'size'>): {
  readonly from: number
  readonly end: number
} {
  return { from: Math.ceil(first_index / blockEvents), end: Math.floor(size / blockEvents) }
}

/** Adds the blocks of cards that become full when a tree grows, in the transaction of the append. */
export async function indexCards(store: Store, { tree, rows, old_size }: Pick<TreeAppend, 'tree' | 'rows' | 'old_size'>): Promise<void> {
  const { from, end } = cardBlocksOf({ first_index: Math.max(tree.first_index, old_size - (old_size % blockEvents)), size: tree.size })
  if (end <= from) return
  const begin = from * blockEvents
  const earlier = begin < old_size ? [await factsBetween(store, tree.tree, begin, old_size)] : []
  const blocks: CardBlockRow[] = []
  for (let number = from; number < end; number++) {
    const own = rows.slice(Math.max(number * blockEvents - old_size, 0), (number + 1) * blockEvents - old_size)
    const facts = own.map((row) => row.facts)
    blocks.push({ tree: tree.tree, number, cards: cardsIn(number === from ? [...earlier, ...facts] : facts) })
  }
  await putCardBlocks(store, blocks)
}

/** Makes blocks of cards that are missing anew. A search reads their events one by one until then. */
export async function completeCards(store: Store, row: TreeRow): Promise<void> {
  const { tree } = row
  const { from, end } = cardBlocksOf(row)
  if ((await countCardBlocks(store, tree, from, end)) >= end - from) return
  const stored = new Set(await cardBlockNumbers(store, tree, from, end))
  const blocks: CardBlockRow[] = []
  for (let number = from; number < end && blocks.length < completedAtOnce; number++) {
    if (stored.has(number)) continue
    const facts = await factsBetween(store, tree, number * blockEvents, (number + 1) * blockEvents)
    blocks.push({ tree, number, cards: cardsIn([facts]) })
  }
  await putCardBlocks(store, blocks)
}
