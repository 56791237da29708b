import { isRecord } from '@card-member/sdk/contract'
import type { EventRow, TreeRow } from '../store/audit-tables.ts'
import type { Store } from '../store/store.ts'
import { compareCheckpoint } from './compare-checkpoint.ts'
import { eventId } from './entry.ts'
import type { Findings } from './findings.ts'
import { TreeReader } from './tree-reader.ts'

/** A checkpoint of a tree that an event of the desk's own tree names. */
interface Claim {
  readonly tree: string
  readonly size: number
  readonly root: string
  /** The index of that event. */
  readonly index: number
}

/** What the desk's own tree says of the other trees. It keeps the names of trees in memory, and the claims of one page. */
export class DeskClaims {
  readonly #known = new Set<string>()
  readonly #newest = new Map<string, number>()
  readonly #readers = new Map<string, TreeReader>()
  // A tree that was rolled back or rewritten contradicts every later claim, too; the first one says it.
  readonly #told = new Set<string>()
  #open: Claim[] = []
  count = 0

  /** Collects the claims of a page of events. */
  collect(page: readonly EventRow[]): void {
    for (const { action, facts, index } of page) {
      if (action === 'audit.tree') this.#known.add(String(read(facts).tree))
      if (action !== 'audit.checkpoint') continue
      const { tree, size, root } = read(facts)
      if (typeof tree === 'string' && typeof size === 'number' && typeof root === 'string') this.#open.push({ tree, size, root, index })
    }
  }

  /** Compares the collected claims with the trees as they are. */
  async compare(store: Store, rows: ReadonlyMap<string, TreeRow>, findings: Findings, only: string | undefined): Promise<void> {
    for (const claim of this.#open) {
      const { tree, size, index } = claim
      this.#newest.set(tree, size)
      const row = rows.get(tree)
      if (row === undefined || (only !== undefined && only !== tree) || this.#told.has(tree)) continue
      this.count++
      const reader = this.#readers.get(tree) ?? new TreeReader(store, tree)
      this.#readers.set(tree, reader)
      const kind = await compareCheckpoint(reader, row.size, claim)
      if (kind === undefined) continue
      findings.add(kind, { tree, size, subject: eventId('desk', index) })
      this.#told.add(tree)
    }
    this.#open = []
  }

  /** Finds trees that are missing or not named, and checkpoints that are not. */
  end(trees: readonly string[], rows: ReadonlyMap<string, TreeRow>, findings: Findings, only: string | undefined): void {
    const present = new Set(trees)
    for (const tree of this.#known) if (!present.has(tree) && (only ?? tree) === tree) findings.add('tree_missing', { tree })
    for (const tree of trees) {
      if (tree === 'desk' || (only ?? tree) !== tree) continue
      if (!this.#known.has(tree)) findings.add('tree_unknown', { tree })
      const size = rows.get(tree)?.checkpoint_size ?? 0
      if (size > (this.#newest.get(tree) ?? 0)) findings.add('checkpoint_missing', { tree, size })
    }
  }
}

function read(facts: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(facts)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
