import {
  addCards,
  blockEvents,
  cardBlockNumbers,
  cardsIn,
  cardsText,
  countCardBlocks,
  factsBetween,
  putCardBlocks,
} from '../store/audit-card-blocks.ts'
import type { CardBlockRow, TreeRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import type { TreeAppend } from './tree-append.ts'

// A checkpoint holds the lock of its tree meanwhile.
const completedAtOnce = 32
// Up to 1,024 beginnings of hashes each.
const keptTrees = 64

/** Which blocks of cards a tree can have: from one number on, before another. A block of which a purge took events is not among them. */
export function cardBlocksOf({ first_index, size }: Pick<TreeRow, 'first_index' | 'size'>): {
  readonly from: number
  readonly end: number
} {
  return { from: Math.ceil(first_index / blockEvents), end: Math.floor(size / blockEvents) }
}

/** The index of cards, which grows with the trees. */
export class CardIndex {
  // Of the block of a tree that is not full yet, by the state of the tree that its events made: a state of another process, or one before
  // a transaction that was undone, is another.
  readonly #open = new Map<string, { readonly frontier: string; readonly cards: Set<string> }>()

  /** Adds the blocks of cards that become full when a tree grows, in the transaction of the append. */
  async add(
    store: Store,
    { tree, rows, old_size, old_frontier }: Pick<TreeAppend, 'tree' | 'rows' | 'old_size' | 'old_frontier'>,
  ): Promise<void> {
    const { end } = cardBlocksOf(tree)
    let number = Math.floor(old_size / blockEvents)
    let cards = old_size === number * blockEvents ? new Set<string>() : this.#take(tree.tree, old_frontier)
    const blocks: CardBlockRow[] = []
    for (; number < end; number++) {
      const begin = number * blockEvents
      const found = cards ?? new Set<string>()
      if (cards === undefined) addCards(found, [await factsBetween(store, tree.tree, begin, old_size)])
      addCards(found, factsOf(rows, begin - old_size))
      if (begin >= tree.first_index) blocks.push({ tree: tree.tree, number, cards: cardsText(found) })
      cards = new Set()
    }
    await putCardBlocks(store, blocks)
    // Of events that this process has not seen it reads the facts when the block is full.
    if (cards === undefined) return
    addCards(cards, factsOf(rows, number * blockEvents - old_size))
    this.#keep(tree, cards)
  }

  #take(tree: string, frontier: string): Set<string> | undefined {
    const open = this.#open.get(tree)
    this.#open.delete(tree)
    return open?.frontier === frontier ? open.cards : undefined
  }

  #keep({ tree, frontier }: TreeRow, cards: Set<string>): void {
    this.#open.delete(tree)
    this.#open.set(tree, { frontier, cards })
    const [oldest] = this.#open.keys()
    if (this.#open.size > keptTrees && oldest !== undefined) this.#open.delete(oldest)
  }
}

/** The facts of the rows that are in a block, which begins at one of them. */
function factsOf(rows: TreeAppend['rows'], begin: number): string[] {
  return rows.slice(Math.max(begin, 0), begin + blockEvents).map(({ facts }) => facts)
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
