import { describe, type Finding, type FindingKind, type FindingLocation } from './finding-kind.ts'

type Found = FindingLocation & { readonly kind: FindingKind }

const limit = 1000

/** Collects findings. The same kind at consecutive events is one finding; after the first thousand they are only counted. */
export class Findings {
  readonly #found: Found[] = []
  #leftOff = 0

  add(kind: FindingKind, location: FindingLocation): void {
    const last = this.#found.at(-1)
    const end = last?.through ?? last?.sequence ?? 0
    const follows = last?.kind === kind && last.brand_id === location.brand_id && last.day === location.day
    if (follows && location.sequence >= last.sequence && location.sequence <= end + 1) {
      const through = Math.max(end, location.through ?? location.sequence)
      if (through > last.sequence) this.#found[this.#found.length - 1] = { ...last, through }
    } else if (this.#found.length < limit) this.#found.push({ kind, ...location })
    else this.#leftOff++
  }

  /** Whether there is a finding of this kind. */
  has(kind: FindingKind): boolean {
    return this.#found.some((found) => found.kind === kind)
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
