const window_ms = 10_000

/** How fast something goes, from how far it was over the last seconds. */
export class RateMeter {
  #seen: { readonly time: number; readonly done: number }[] = []

  note(done: number, time: number): void {
    this.#seen.push({ done, time })
    // One from before the window stays, so that the window is full.
    while ((this.#seen[1]?.time ?? time) <= time - window_ms) this.#seen.shift()
  }

  /** Undefined while nothing can be said. */
  get perSecond(): number | undefined {
    const [first] = this.#seen
    const last = this.#seen.at(-1)
    if (first === undefined || last === undefined || last.time === first.time) return undefined
    return ((last.done - first.done) * 1000) / (last.time - first.time)
  }
}
