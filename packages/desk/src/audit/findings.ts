import { describe, type Finding, type Place, type Problem } from './finding-kind.ts'

type Found = Place & { readonly problem: Problem }

const most = 1000

/** Collects what is wrong. The same problem of events in a row is one finding; beyond the first thousand they are only counted. */
export class Findings {
  readonly #found: Found[] = []
  #leftOff = 0

  add(problem: Problem, place: Place): void {
    const last = this.#found.at(-1)
    const end = last?.through ?? last?.sequence ?? 0
    const follows = last?.problem === problem && last.brand_id === place.brand_id && last.day === place.day
    if (follows && place.sequence >= last.sequence && place.sequence <= end + 1) {
      const through = Math.max(end, place.through ?? place.sequence)
      if (through > last.sequence) this.#found[this.#found.length - 1] = { ...last, through }
    } else if (this.#found.length < most) this.#found.push({ problem, ...place })
    else this.#leftOff++
  }

  /** Whether this problem was found at all. */
  has(problem: Problem): boolean {
    return this.#found.some((found) => found.problem === problem)
  }

  /** Takes over what another one found. */
  addAll(other: Findings): void {
    for (const { problem, ...place } of other.#found) this.add(problem, place)
    this.#leftOff += other.#leftOff
  }

  /** How many were found that are not in the list. */
  get leftOff(): number {
    return this.#leftOff
  }

  list(): Finding[] {
    return this.#found.map(({ problem, ...place }) => ({ ...place, problem, words: describe(problem, place) }))
  }
}
