import { describe, type Finding, type FindingKind, type FindingLocation } from './finding-kind.ts'

type Found = FindingLocation & { readonly kind: FindingKind }

const limit = 1000

/** Collects findings. The same kind at consecutive events is one finding; after the first thousand they are only counted. */
export class Findings {
  readonly #found: Found[] = []
  #leftOff = 0

  add(kind: FindingKind, location: FindingLocation): void {
    const last = this.#found.at(-1)
    const { tree, index, subject } = location
    if (last?.kind === kind && last.tree === tree && last.subject === subject && last.index !== undefined && index !== undefined) {
      const end = last.through ?? last.index
      if (index >= last.index && index <= end + 1) {
        const through = Math.max(end, location.through ?? index)
        if (through > last.index) this.#found[this.#found.length - 1] = { ...last, through }
        return
      }
    }
    if (this.#found.length < limit) this.#found.push({ kind, ...location })
    else this.#leftOff++
  }

  /** How many there are. */
  get count(): number {
    return this.#found.length + this.#leftOff
  }

  /** Adds the findings of another collection. */
  addAll(other: Findings): void {
    for (const { kind, ...location } of other.#found) this.add(kind, location)
    this.#leftOff += other.#leftOff
  }

  /** How many findings are not in the list. */
  get leftOff(): number {
    return this.#leftOff
  }

  list(): Finding[] {
    return this.#found.map(({ kind, ...location }) => ({ ...location, kind, words: describe(kind, location) }))
  }
}
