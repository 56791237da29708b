import type { Operation } from '../contract/operation.ts'
import type { CallError } from './error.ts'
import { type Failure, type History, toError } from './failure.ts'
import { tell } from './hooks.ts'
import type { Fields } from './input.ts'
import { type Bounds, type CallOptions, readBounds } from './options.ts'
import { reasons } from './reasons.ts'
import { backoff, isDistrust, mayRepeat } from './repeat.ts'
import { type Prepared, prepareRequest } from './request.ts'
import type { Settings } from './settings.ts'
import { hostOf, requestEvent, tryOnce } from './try.ts'

/** Makes a call with a checked input: tries, and tries again where that does no harm. */
export async function call(settings: Settings, operation: Operation, input: Fields, options: CallOptions): Promise<unknown> {
  const bounds = readBounds(options, settings.bounds)
  const deadline = settings.elapsed() + bounds.timeout_ms
  settings.running.calls++
  try {
    return await new Call(settings, await prepareRequest(operation, input, settings), bounds, deadline, options).run()
  } finally {
    settings.running.calls--
  }
}

class Call {
  readonly #settings: Settings
  readonly #prepared: Prepared
  readonly #bounds: Bounds
  readonly #deadline: number
  readonly #signal: AbortSignal | undefined
  readonly #sign_before: number
  readonly #beforeSign: CallOptions['before_sign']
  #attempts = 0
  #host = 0
  #doubtful = false
  #distrusted = false
  #last: Failure | undefined

  constructor(
    settings: Settings,
    prepared: Prepared,
    bounds: Bounds,
    deadline: number,
    { signal, sign_before = Number.POSITIVE_INFINITY, before_sign }: CallOptions,
  ) {
    this.#settings = settings
    this.#prepared = prepared
    this.#bounds = bounds
    this.#deadline = deadline
    this.#signal = signal
    this.#sign_before = Number(sign_before)
    this.#beforeSign = before_sign
  }

  async run(): Promise<unknown> {
    for (;;) {
      await this.#takeTurn()
      const attempt = this.#attempts + 1
      await this.#askBeforeSigning(attempt)
      const left = this.#deadline - this.#settings.elapsed()
      if (left <= 0) throw this.#interrupted('TIMED_OUT')
      this.#attempts = attempt
      const timeout_ms = Math.min(left, this.#bounds.attempt_timeout_ms)
      const turn = { attempt, host: this.#host, timeout_ms, signal: this.#signal, sign_before: this.#sign_before }
      const judgement = await tryOnce(this.#prepared, turn, this.#settings)
      if ('reply' in judgement) return judgement.reply
      const { failure, ms } = judgement
      const delay_ms = this.#delayAfter(failure)
      if (delay_ms === undefined) throw this.#error(failure)
      const { status, request_id, outcome, code } = failure
      const event = { ...requestEvent(this.#prepared, turn), status, request_id, outcome, code, ms, delay_ms }
      tell(this.#settings.hooks.onRetry, event)
      this.#remember(failure)
      await this.#rest(delay_ms)
    }
  }

  /** How long to wait before the next try, in milliseconds; `undefined` when there must be none. */
  #delayAfter(failure: Failure): number | undefined {
    const { repeat } = this.#prepared.operation
    if (this.#attempts >= this.#bounds.max_attempts || !mayRepeat(repeat, failure)) return undefined
    if (isDistrust(failure) && this.#distrusted) return undefined
    const toBackup = this.#host === 0 && this.#movesHost(failure)
    const delay = toBackup ? 0 : backoff(this.#attempts, this.#settings.random)
    return this.#settings.elapsed() + delay < this.#deadline ? delay : undefined
  }

  #movesHost({ kind, outcome }: Failure): boolean {
    const unreached = outcome === 'not_sent' || this.#prepared.operation.repeat === 'always'
    return this.#settings.hosts.length > 1 && kind === 'transport' && unreached
  }

  #remember(failure: Failure): void {
    if (this.#movesHost(failure)) this.#host = 1 - this.#host
    this.#doubtful ||= failure.outcome === 'unknown'
    this.#distrusted ||= isDistrust(failure)
    this.#last = failure
  }

  async #takeTurn(): Promise<void> {
    if (this.#signal?.aborted) throw this.#interrupted('ABORTED')
    const { limiter, principal, per_second } = this.#settings
    if (limiter === undefined) return
    const { operation } = this.#prepared
    const { mchid, brand_id } = principal
    const key = { mchid, brand_id, operation: operation.id }
    await this.#waitFor(
      (signal) => limiter.take(key, per_second ?? operation.per_second, { signal }),
      (cause) => ({ kind: 'limit', code: 'LOCAL_RATE_LIMIT', words: reasons.LOCAL_RATE_LIMIT(operation.id), outcome: 'not_sent', cause }),
    )
  }

  async #askBeforeSigning(attempt: number): Promise<void> {
    const ask = this.#beforeSign
    if (ask === undefined) return
    const words = reasons.SIGNING_REFUSED(this.#prepared.operation.id)
    await this.#waitFor(
      // It knows no signal; when the call ends before it does, nothing is signed any more.
      (signal) => Promise.race([Promise.resolve(ask({ attempt })), endOf(signal)]),
      (cause) => ({ kind: 'unsigned', code: 'SIGNING_REFUSED', words, outcome: 'not_sent', cause }),
    )
  }

  /** Waits no longer than the call may take. */
  async #waitFor(wait: (signal: AbortSignal) => Promise<unknown>, failed: (cause: unknown) => Failure): Promise<void> {
    const waiting = new AbortController()
    const abort = () => waiting.abort(this.#signal?.reason)
    this.#signal?.addEventListener('abort', abort)
    const timer = setTimeout(() => waiting.abort(), Math.max(0, this.#deadline - this.#settings.elapsed()))
    try {
      await wait(waiting.signal)
    } catch (cause) {
      if (waiting.signal.aborted) throw this.#interrupted(this.#signal?.aborted ? 'ABORTED' : 'TIMED_OUT')
      throw this.#error(failed(cause))
    } finally {
      clearTimeout(timer)
      this.#signal?.removeEventListener('abort', abort)
    }
  }

  async #rest(ms: number): Promise<void> {
    if (ms <= 0) return
    try {
      await this.#settings.sleep(ms, this.#signal)
    } catch (cause) {
      if (this.#signal?.aborted) throw this.#interrupted('ABORTED')
      throw cause
    }
  }

  /** The end of a call between two tries: what is known is what the last one told. */
  #interrupted(code: 'ABORTED' | 'TIMED_OUT'): CallError {
    const words = reasons[code](this.#prepared.operation.id, String(this.#bounds.timeout_ms), hostOf(this.#settings.hosts[0]))
    const cause = code === 'ABORTED' ? this.#signal?.reason : undefined
    return this.#error({ kind: 'transport', code, words, outcome: this.#last?.outcome ?? 'not_sent', cause })
  }

  #error(failure: Failure): CallError {
    const history: History = { attempts: this.#attempts, doubtful: this.#doubtful }
    return toError(failure, this.#prepared.operation, history)
  }
}

function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
