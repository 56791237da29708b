import type { RowState } from '../../contract/batch.ts'
import type { Settings } from '../../contract/settings.ts'
import { noStop, type StopColumns } from '../../store/batch-tables.ts'

/** How one row, or one attempt for it, came out. */
export interface Observation {
  readonly failed: boolean
  readonly code: string | null
  /** The row is not attempted again. One that is counts for the codes in a row only, not among the rows that ended. */
  readonly final: boolean
}

type BreakerSettings = Pick<Settings, 'breaker_percent' | 'breaker_rows' | 'breaker_same_code'>

const successes: ReadonlySet<RowState> = new Set(['done', 'already_invalid'])

/** Whether a row that ended in this state failed. */
export function isFailure(state: RowState): boolean {
  return !successes.has(state)
}

/** Stops a batch in which too many of the last rows failed, or one code came several times in a row. */
export class CircuitBreaker {
  readonly #settings: BreakerSettings
  /** Whether each of the last rows that ended failed, the oldest first. */
  #failures: boolean[]
  #code: string | null = null
  #same = 0

  /** @param past whether each row failed that ended since the batch was started or resumed, the newest first */
  constructor(settings: BreakerSettings, past: readonly boolean[]) {
    this.#settings = settings
    this.#failures = past.slice(0, settings.breaker_rows).reverse()
  }

  /** Counts one row; returns why the batch must stop, if it must. */
  record({ failed, code, final }: Observation): StopColumns | undefined {
    const { breaker_percent, breaker_rows, breaker_same_code } = this.#settings
    this.#same = failed && code !== null && code === this.#code ? this.#same + 1 : 1
    this.#code = failed ? code : null
    if (this.#code !== null && this.#same >= breaker_same_code)
      return { ...noStop, stop_kind: 'same_code', stop_code: this.#code, stop_count: this.#same }
    if (!final) return undefined
    this.#failures = [...this.#failures, failed].slice(-breaker_rows)
    const count = this.#failures.filter(Boolean).length
    const full = this.#failures.length >= breaker_rows
    if (!full || (count / breaker_rows) * 100 <= breaker_percent) return undefined
    return { ...noStop, stop_kind: 'failure_share', stop_count: count, stop_of: breaker_rows }
  }
}
