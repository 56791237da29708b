import type { ClockState } from '@card-member/service/sandbox-wire'
import type { ClockChange } from './controls.ts'

/** A clock that can be frozen and set. */
export class SandboxClock {
  readonly #real: () => number
  #offset = 0
  #frozen: number | undefined

  constructor(real: () => number) {
    this.#real = real
  }

  /** Milliseconds since 1970. */
  readonly read = (): number => this.#frozen ?? this.#real() + this.#offset

  /** Changes the clock; returns `false`, and changes nothing, when `now` is not a time. */
  change({ mode, now, advance_seconds = 0 }: ClockChange): boolean {
    const to = now === undefined ? undefined : Date.parse(now)
    if (to !== undefined && !Number.isFinite(to)) return false
    if (mode === 'real') {
      this.#frozen = undefined
      this.#offset = 0
    }
    const target = (to ?? this.read()) + advance_seconds * 1000
    const stopped = mode === 'frozen' || this.#frozen !== undefined
    if (stopped) this.#frozen = target
    else if (to !== undefined || advance_seconds > 0) this.#offset = target - this.#real()
    return true
  }

  get state(): ClockState {
    return { mode: this.#frozen === undefined ? 'real' : 'frozen', now: new Date(this.read()).toISOString() }
  }
}
