/** A clock that stands still until a test moves it. */
export class TestClock {
  /** Milliseconds since 1970. */
  #now: number

  constructor(time = '2026-11-24T10:00:00+08:00') {
    this.#now = Date.parse(time)
  }

  readonly read = (): number => this.#now

  /** Unix seconds. */
  get seconds(): number {
    return Math.floor(this.#now / 1000)
  }

  set(time: string): void {
    this.#now = Date.parse(time)
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000
  }
}
