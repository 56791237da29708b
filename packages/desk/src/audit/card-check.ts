import { blockEvents, cardsIn, cardsOfBlock } from '../store/audit-card-blocks.ts'
import type { EventRow, TreeRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import { cardBlocksOf } from './card-index.ts'
import type { Findings } from './findings.ts'

/** Verifies that the blocks of cards are those of the events: a search for a card believes them. One that is missing hides nothing. */
export class CardCheck {
  readonly #store: Store
  readonly #head: TreeRow
  readonly #findings: Findings
  #number = Number.NaN
  #facts: string[] = []

  constructor(store: Store, head: TreeRow, findings: Findings) {
    this.#store = store
    this.#head = head
    this.#findings = findings
  }

  async page(events: readonly EventRow[]): Promise<void> {
    for (const { index, facts } of events) {
      const number = Math.floor(index / blockEvents)
      if (number !== this.#number) {
        await this.end()
        this.#number = number
        this.#facts = []
      }
      this.#facts.push(facts)
    }
  }

  async end(): Promise<void> {
    const number = this.#number
    const { from, end } = cardBlocksOf(this.#head)
    if (!(number >= from && number < end)) return
    const cards = await cardsOfBlock(this.#store, this.#head.tree, number)
    if (cards !== undefined && cards !== cardsIn(this.#facts)) this.wrong(number)
  }

  /** Blocks that the tree does not have. */
  stray(numbers: readonly string[]): void {
    for (const number of numbers) this.wrong(Number(number))
  }

  wrong(number: number): void {
    const range = Number.isSafeInteger(number * blockEvents) && { index: number * blockEvents, through: (number + 1) * blockEvents - 1 }
    this.#findings.add('cards_wrong', { tree: this.#head.tree, ...range })
  }
}
