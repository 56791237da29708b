import type { Endpoint } from '../contract/operation.ts'
import { CardMemberError } from '../protocol/error.ts'
import { makeNonce } from '../protocol/nonce.ts'
import { type Attempt, hostOf, makeAttempt } from './attempt.ts'
import { callErrors } from './call-errors.ts'
import type { CalledOperation } from './called-operation.ts'
import type { DirectCall } from './direct-call.ts'
import { CallError } from './error.ts'
import { checkExtra } from './extra.ts'
import { type Failure, toError } from './failure.ts'
import { type CallEvent, callHook } from './hooks.ts'
import type { Fields } from './input.ts'
import { type Bounds, type CallOptions, readBounds } from './options.ts'
import { backoff, isDistrust, mayRepeat } from './repeat.ts'
import { type Prepared, prepareDirectCall, prepareRequest } from './request.ts'
import type { Settings } from './settings.ts'

/** Makes a call with a checked input. */
export async function call(settings: Settings, operation: Endpoint, input: Fields, options: CallOptions): Promise<unknown> {
  if (options.extra !== undefined) checkExtra(operation, options.extra)
  return perform(settings, operation, () => prepareRequest(operation, input, settings, options.extra), options)
}

/** Makes a call that no contract describes. */
export function callDirectly(settings: Settings, call: DirectCall, options: CallOptions): Promise<unknown> {
  return perform(settings, call.operation, () => prepareDirectCall(call, settings), options)
}

// Makes attempts until one succeeds or none may follow.
async function perform(
  settings: Settings,
  operation: CalledOperation,
  prepare: () => Promise<Prepared>,
  options: CallOptions,
): Promise<unknown> {
  const call = new Call(settings, operation, options)
  settings.running.calls++
  call.reportStart()
  try {
    const reply = await call.run(await prepare())
    call.reportEnd('done', undefined)
    return reply
  } catch (error) {
    call.reportFailure(error)
    throw error
  } finally {
    settings.running.calls--
  }
}

class Call {
  readonly #settings: Settings
  readonly #operation: CalledOperation
  readonly #bounds: Bounds
  readonly #started: number
  readonly #deadline: number
  readonly #signal: AbortSignal | undefined
  readonly #sign_before: number
  readonly #beforeSign: CallOptions['before_sign']
  /** Missing when there are no hooks. */
  readonly #event: CallEvent | undefined
  #attempts = 0
  #host = 0
  #earlier_unknown = false
  #distrusted = false
  #last: Failure | undefined
  #answered: Pick<Failure, 'status' | 'request_id'> = {}

  constructor(settings: Settings, operation: CalledOperation, options: CallOptions) {
    const { signal, sign_before = Number.POSITIVE_INFINITY, before_sign } = options
    this.#settings = settings
    this.#operation = operation
    this.#bounds = readBounds(options, settings.bounds)
    this.#started = settings.elapsed()
    this.#deadline = this.#started + this.#bounds.timeout_ms
    this.#signal = signal
    this.#sign_before = Number(sign_before)
    this.#beforeSign = before_sign
    const { id, method, path } = operation
    this.#event = settings.hooks && { call_id: makeNonce(), operation: id, method, path }
  }

  async run(prepared: Prepared): Promise<unknown> {
    for (;;) {
      await this.#takeSlot()
      const attempt = this.#attempts + 1
      await this.#askBeforeSigning(attempt)
      const left = this.#deadline - this.#settings.elapsed()
      if (left <= 0) throw this.#interrupted('TIMED_OUT')
      this.#attempts = attempt
      const current = this.#attempt(attempt, Math.min(left, this.#bounds.attempt_timeout_ms))
      const { ms, status, request_id, ...result } = await makeAttempt(prepared, current, this.#settings)
      this.#answered = { status, request_id }
      if ('reply' in result) return result.reply
      const { failure } = result
      const delay_ms = this.#delayAfter(failure, prepared)
      if (delay_ms === undefined) throw this.#error(failure)
      const { outcome, code } = failure
      if (current.event) callHook(this.#settings.hooks?.onRetry, { ...current.event, status, request_id, outcome, code, ms, delay_ms })
      this.#remember(failure)
      await this.#sleep(delay_ms)
    }
  }

  reportStart(): void {
    if (this.#event) callHook(this.#settings.hooks?.onCallStart, this.#event)
  }

  reportEnd(outcome: CallError['outcome'], code: string | undefined): void {
    if (!this.#event) return
    const { status, request_id } = this.#answered
    const ms = this.#settings.elapsed() - this.#started
    callHook(this.#settings.hooks?.onCallEnd, { ...this.#event, attempts: this.#attempts, status, request_id, ms, outcome, code })
  }

  reportFailure(error: unknown): void {
    if (error instanceof CallError) this.reportEnd(error.outcome, error.code)
    else this.reportEnd(this.#attempts > 0 ? 'unknown' : 'not_sent', error instanceof CardMemberError ? error.code : 'UNEXPECTED')
  }

  #attempt(attempt: number, timeout_ms: number): Attempt {
    const host = this.#host
    const url = this.#settings.hosts[host] ?? this.#settings.hosts[0]
    const event = this.#event && ({ ...this.#event, attempt, host: host === 0 ? 'primary' : 'backup', server: hostOf(url) } as const)
    return { url, host, timeout_ms, signal: this.#signal, sign_before: this.#sign_before, attempt, event }
  }

  /** How long to wait before the next attempt, in milliseconds; `undefined` when there must be none. */
  #delayAfter(failure: Failure, { only_unsent }: Prepared): number | undefined {
    if (this.#attempts >= this.#bounds.max_attempts || !mayRepeat(this.#operation.repeat, failure)) return undefined
    if (only_unsent && failure.outcome !== 'not_sent') return undefined
    if (isDistrust(failure) && this.#distrusted) return undefined
    const toBackup = this.#host === 0 && this.#movesHost(failure)
    const delay = toBackup ? 0 : backoff(this.#attempts, this.#settings.random)
    return this.#settings.elapsed() + delay < this.#deadline ? delay : undefined
  }

  #movesHost({ kind, outcome }: Failure): boolean {
    const unreached = outcome === 'not_sent' || this.#operation.repeat === 'always'
    return this.#settings.hosts.length > 1 && kind === 'transport' && unreached
  }

  #remember(failure: Failure): void {
    if (this.#movesHost(failure)) this.#host = 1 - this.#host
    this.#earlier_unknown ||= failure.outcome === 'unknown'
    this.#distrusted ||= isDistrust(failure)
    this.#last = failure
  }

  async #takeSlot(): Promise<void> {
    if (this.#signal?.aborted) throw this.#interrupted('ABORTED')
    const { limiter, principal, per_second } = this.#settings
    if (limiter === undefined) return
    const operation = this.#operation
    const { mchid, brand_id } = principal
    const key = { mchid, brand_id, operation: operation.id }
    await this.#waitFor(
      (signal) => limiter.take(key, per_second ?? operation.per_second, { signal }),
      (cause) => ({
        kind: 'limit',
        code: 'LOCAL_RATE_LIMIT',
        message: callErrors.LOCAL_RATE_LIMIT(operation.id),
        outcome: 'not_sent',
        cause,
      }),
    )
  }

  async #askBeforeSigning(attempt: number): Promise<void> {
    const ask = this.#beforeSign
    if (ask === undefined) return
    const message = callErrors.SIGNING_REFUSED(this.#operation.id)
    await this.#waitFor(
      // The hook takes no signal. When the call ends first, nothing is signed.
      (signal) => Promise.race([Promise.resolve(ask({ attempt })), endOf(signal)]),
      (cause) => ({ kind: 'unsigned', code: 'SIGNING_REFUSED', message, outcome: 'not_sent', cause }),
    )
  }

  /** Waits at most until the deadline of the call. */
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

  async #sleep(ms: number): Promise<void> {
    if (ms <= 0) return
    try {
      await this.#settings.sleep(ms, this.#signal)
    } catch (cause) {
      if (this.#signal?.aborted) throw this.#interrupted('ABORTED')
      throw cause
    }
  }

  /** The call ends between two attempts. Its outcome is that of the last attempt. */
  #interrupted(code: 'ABORTED' | 'TIMED_OUT'): CallError {
    const message = callErrors[code](this.#operation.id, String(this.#bounds.timeout_ms), hostOf(this.#settings.hosts[0]))
    const cause = code === 'ABORTED' ? this.#signal?.reason : undefined
    return this.#error({ kind: 'transport', code, message, outcome: this.#last?.outcome ?? 'not_sent', cause })
  }

  #error(failure: Failure): CallError {
    const operation = this.#operation
    const retryable = mayRepeat(operation.repeat, failure)
    return toError(failure, operation, { attempts: this.#attempts, earlier_unknown: this.#earlier_unknown, retryable })
  }
}

function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
