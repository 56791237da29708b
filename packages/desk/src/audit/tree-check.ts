import type { TreeState } from '@card-member/tlog'
import type { EventRow, TreeRow } from '../store/audit-tables.ts'
import { leafHashOf } from './entry.ts'
import type { Findings } from './findings.ts'
import { writeFrontier } from './frontier.ts'
import { appendLeaves } from './merkle.ts'

/** Where the check of a tree begins. */
export interface TreeStart {
  readonly tree: string
  /** Undefined when it is missing or its signature is wrong: then it is not known where the tree begins and ends. */
  readonly head: TreeRow | undefined
  /** The frontier at the first event; undefined when stored hashes are missing. */
  readonly frontier: TreeState | undefined
}

const hashLength = 44

/** Verifies one tree event by event, in flat memory. */
export class TreeCheck {
  readonly #tree: string
  readonly #head: TreeRow | undefined
  readonly #findings: Findings
  #frontier: TreeState | undefined
  #next: number | undefined
  #purged_to = 0

  constructor({ tree, head, frontier }: TreeStart, findings: Findings) {
    this.#tree = tree
    this.#head = head
    this.#findings = findings
    this.#frontier = head === undefined ? undefined : frontier
    this.#next = head?.first_index
  }

  /** @param tile_hash what the stored tile has for this event, in base64, where there is one that can be trusted */
  event(row: EventRow, tile_hash: string | undefined): void {
    const { index } = row
    const at = { tree: this.#tree, index }
    if (!(index >= (this.#next ?? 0)) || index >= (this.#head?.size ?? Number.MAX_SAFE_INTEGER)) {
      this.#findings.add('inserted', at)
      return
    }
    const expected = this.#next ?? index
    if (index > expected) {
      this.#findings.add('gap', { ...at, index: expected, ...(index > expected + 1 && { through: index - 1 }) })
      this.#frontier = undefined
    }
    const computed = leafHashOf(row)
    const isRight = computed === row.leaf_hash && (tile_hash === undefined || tile_hash === computed)
    if (!isRight) this.#findings.add('changed', at)
    this.#extend(isRight ? computed : tile_hash)
    if (isRight && row.action === 'audit.prune') this.#purged_to = purgedTo(row.facts)
    this.#next = index + 1
  }

  end(): void {
    const head = this.#head
    if (head === undefined) return
    const reached = this.#next ?? 0
    const at = { tree: this.#tree }
    if (reached < head.size)
      this.#findings.add('truncated', { ...at, index: reached, ...(head.size > reached + 1 && { through: head.size - 1 }) })
    else if (this.#frontier !== undefined && writeFrontier(this.#frontier) !== head.frontier)
      this.#findings.add('head_differs', { ...at, size: head.size })
    // Where the events that tell of it are missing, that was found already.
    if (reached >= head.size && this.#purged_to !== head.first_index)
      this.#findings.add('prune_point_wrong', { ...at, index: head.first_index })
  }

  // An event that was changed has no hash that is known to be right, unless a full tile has it.
  #extend(leaf_hash: string | undefined): void {
    if (this.#frontier === undefined) return
    this.#frontier = leaf_hash?.length === hashLength ? appendLeaves(this.#frontier, [Buffer.from(leaf_hash, 'base64')]) : undefined
  }
}

function purgedTo(facts: string): number {
  const { to_index }: { to_index?: unknown } = JSON.parse(facts)
  return typeof to_index === 'number' ? to_index : 0
}
