import type { RowState } from '../../contract/batch.ts'
import type { Settings } from '../../contract/settings.ts'

/** How one row, or one attempt for it, came out. */
export interface Seen {
  readonly state: RowState
  readonly code: string | null
  /** The row waits for another attempt: it counts for the codes in a row, not among the rows that ended. */
  readonly waits: boolean
}

const good: ReadonlySet<RowState> = new Set(['done', 'already_invalid'])

/** Stops a batch that goes wrong: too many failures among the rows that ended last, or one code again and again. */
export class CircuitBreaker {
  readonly #settings: Pick<Settings, 'breaker_percent' | 'breaker_rows' | 'breaker_same_code'>
  /** Whether each of the rows that ended last failed, the oldest first. */
  #failures: boolean[]
  #code: string | null = null
  #same = 0

  /** @param past rows that ended since the batch was started or resumed, the newest first */
  constructor(settings: Pick<Settings, 'breaker_percent' | 'breaker_rows' | 'breaker_same_code'>, past: readonly Pick<Seen, 'state'>[]) {
    this.#settings = settings
    this.#failures = past
      .slice(0, settings.breaker_rows)
      .map(({ state }) => !good.has(state))
      .reverse()
  }

  /** Takes note; says why the batch must stop, if it must. */
  note({ state, code, waits }: Seen): string | undefined {
    const { breaker_percent, breaker_rows, breaker_same_code } = this.#settings
    const failed = !good.has(state)
    this.#same = failed && code !== null && code === this.#code ? this.#same + 1 : 1
    this.#code = failed ? code : null
    if (failed && this.#code !== null && this.#same >= breaker_same_code) return `${code} ${this.#same} times in a row`
    if (waits) return undefined
    this.#failures = [...this.#failures, failed].slice(-breaker_rows)
    const count = this.#failures.filter(Boolean).length
    const full = this.#failures.length >= breaker_rows
    return full && (count / breaker_rows) * 100 > breaker_percent ? `${count} of the last ${breaker_rows} rows failed` : undefined
  }
}
