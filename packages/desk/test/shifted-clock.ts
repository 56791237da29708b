/** The machine's clock, moved on by a test: it goes on by itself, so that what waits on real time stays right. */
export class ShiftedClock {
  #shift = 0

  readonly read = (): number => Date.now() + this.#shift

  /** Unix seconds. */
  get seconds(): number {
    return Math.floor(this.read() / 1000)
  }

  advance(seconds: number): void {
    this.#shift += seconds * 1000
  }
}
